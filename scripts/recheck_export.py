#!/usr/bin/env python3
"""Checks every proof of an export again: recheck_export.py LEAN EXPORT.jsonl (format deepseek-prover).

Each proof is put together as a trainer does it, header + formal_statement + formal_proof, and goes to a `lean` process of its own. A proof counts only when Lean exits with 0, prints no error and no
sorry, and the axioms line appended to the file names nothing but the three standard axioms. Nothing of dsprover is used.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

ALLOWED = {"propext", "Classical.choice", "Quot.sound"}


def check(lean, row):
    source = f"{row['header']}\n\n{row['formal_statement']}{row['formal_proof']}\n#print axioms {row['name']}\n"
    run = subprocess.run([lean, "--json", "--stdin"], input=source, capture_output=True, text=True, timeout=120)
    messages = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    if run.returncode != 0 or any(m["severity"] == "error" or m["kind"] == "hasSorry" for m in messages):
        return f"{row['name']}: lean refuses it: {run.stdout[:300]}{run.stderr[:300]}"
    axioms = [m["data"] for m in messages if m["severity"] == "information" and m["data"].startswith(f"'{row['name']}' ")]
    if len(axioms) != 1:
        return f"{row['name']}: no answer about its axioms"
    named = re.search(r"depends on axioms: \[(.*)\]", axioms[0], re.S)
    used = {a.strip() for a in named.group(1).split(",")} if named else set()
    if not used <= ALLOWED:
        return f"{row['name']}: rests on {sorted(used - ALLOWED)}"
    return None


def main():
    lean, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = [fault for fault in pool.map(lambda row: check(lean, row), rows) if fault]
    for fault in faults:
        print(fault)
    print(f"{len(rows) - len(faults)} of {len(rows)} exported proofs check again in a separate lean process")
    return 1 if faults or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
