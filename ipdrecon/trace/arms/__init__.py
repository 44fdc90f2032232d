"""What a panel says of its arms: names, rows of the risk table, printed statistics, and whose they are."""
