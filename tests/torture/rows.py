"""The rows of the table, in the order in which they are run."""

from functools import partial

from tests.torture import (
    disturbed,
    duplicates,
    hostile_catalogues,
    hostile_files,
    hostile_weights,
    labelling,
    moved_files,
    pictures,
    scans,
    service,
    sidecars,
    window,
    writers,
)
from tests.torture.acts import ACTS
from tests.torture.base import Row

ROWS = (
    Row("labelling", labelling.killed),
    *(Row(act.name, partial(disturbed.killed, name=act.name)) for act in ACTS[1:]),
    Row("steps", disturbed.killed_at_each_step),
    Row("disk-full", disturbed.disk_full),
    Row("failing-calls", disturbed.failing_calls),
    Row("duplicates", duplicates.random_commands),
    Row("moved-files", moved_files.killed_at_each_step),
    Row("sidecar-merges", sidecars.merged),
    Row("writers", writers.two_at_once),
    Row("workers", scans.workers_killed),
    Row("unplugged", scans.unplugged),
    Row("pictures", pictures.corpus),
    Row("tables", hostile_files.tables),
    Row("xml", hostile_files.xml),
    Row("weights", hostile_weights.refused),
    Row("catalogues", hostile_catalogues.opened),
    Row("service", service.mistreated),
    Row("cycles", window.cycles),
    Row("use", window.long_use),
)
