"""The report: one HTML file that needs nothing else, and the same tables as CSV and XLSX.

table        a table as cells with numbers, links and marks
facts        tables of what the folder says
networks     tables of relative effects
absolute     tables of figures, medians and rates
methods      the methods in words, with versions, seeds, priors and citations
pictures     the pictures only a review has
build        all of it into one file
"""
