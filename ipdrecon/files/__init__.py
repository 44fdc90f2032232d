"""Reading and writing: the one place that knows JSON, CSV and their versions.

envelope    any of the house's types as versioned JSON, exactly both ways
coordinates curves as other digitising programs export them
patients    CSV of patients
replicates  ensembles of patients
tables      CSV of curves and numbers at risk in the forms the field exchanges
atomic      results are written to a temporary name and moved, so nothing is ever half-written
"""

from ipdrecon.files.atomic import write_bytes, write_text
from ipdrecon.files.coordinates import Coordinates, read_coordinates
from ipdrecon.files.envelope import dumps, loads, read_json, write_json
from ipdrecon.files.patients import read_ipd, write_ipd
from ipdrecon.files.replicates import read_replicates, write_replicates
from ipdrecon.files.tables import (
    read_curves,
    read_risk_tables,
    read_table,
    write_curves,
    write_marks,
    write_risk_tables,
)

__all__ = [
    "Coordinates",
    "read_coordinates",
    "read_replicates",
    "write_replicates",
    "dumps",
    "loads",
    "read_curves",
    "read_ipd",
    "read_json",
    "read_risk_tables",
    "read_table",
    "write_bytes",
    "write_curves",
    "write_ipd",
    "write_json",
    "write_marks",
    "write_risk_tables",
    "write_text",
]
