"""Layers of ink → the Kaplan-Meier curves of a panel, beneath and beyond what lies over them."""
