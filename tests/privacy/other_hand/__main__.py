"""Print a part of the sample as JSON lines: ``python -m tests.privacy.other_hand test > other_hand.jsonl``."""

from __future__ import annotations

import json
import sys

from tests.privacy.other_hand import sample

for each in sample(sys.argv[1], times=4, seed=1):
    spans = [{"start": span.start, "end": span.end, "entity_type": span.entity_type} for span in each.spans]
    sys.stdout.write(json.dumps({"text": each.text, "spans": spans}, ensure_ascii=False) + "\n")
