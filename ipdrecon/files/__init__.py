"""Reading and writing: the one place that knows JSON, CSV and their versions.

envelope    any of the house's types as versioned JSON, exactly both ways
tables      CSV of curves, numbers at risk and patients in the forms the field exchanges
atomic      results are written to a temporary name and moved, so nothing is ever half-written
"""

from ipdrecon.files.atomic import write_bytes, write_text
from ipdrecon.files.envelope import dumps, loads, read_json, write_json
from ipdrecon.files.tables import (
    read_curves,
    read_ipd,
    read_risk_tables,
    read_table,
    write_curves,
    write_ipd,
    write_risk_tables,
)

__all__ = [
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
    "write_risk_tables",
    "write_text",
]
