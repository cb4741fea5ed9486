"""The three model calls of a DeepSeek-Prover style pipeline with distilabel 1.5.3: formalize, score, prove.

The shape is that of distilabel's own replication (documentation, "DeepSeek Prover"): one Task for each call, each reads the
answer with a regular expression, the columns go from step to step. What is left away costs time: no examples in the
prompts, no cache, no metadata with the raw answers, no push to a hub.

    three_calls.py BASE_URL PROBLEMS BATCH REPLICAS

The caller counts and times the calls at the server, so that neither the start of Python nor that of the pipeline is held
against it.
"""

import json
import os
import re
import sys

from distilabel.models import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts, StepResources
from distilabel.steps.tasks import Task

LEAN = re.compile(r"```lean4?(.*?)```", re.DOTALL)
CLASS = re.compile(r"Assessment:\s*(.+)")


def only_match(pattern, text):
    match = pattern.search(text or "")
    return match.group(1).strip() if match else None


class Formalize(Task):
    @property
    def inputs(self):
        return ["informal_statement"]

    @property
    def outputs(self):
        return ["formal_statement"]

    def format_input(self, input):
        return [
            {"role": "system", "content": "Translate the problem to Lean 4. Answer with one theorem in a lean4 block."},
            {"role": "user", "content": "Mathematical problem in natural language:\n" + input["informal_statement"]},
        ]

    def format_output(self, output, input=None):
        return {"formal_statement": only_match(LEAN, output)}


class Score(Task):
    @property
    def inputs(self):
        return ["informal_statement", "formal_statement"]

    @property
    def outputs(self):
        return ["assessment"]

    def format_input(self, input):
        text = "Problem:\n{informal_statement}\n\nFormal statement:\n{formal_statement}".format(**input)
        return [
            {"role": "system", "content": "Rate how well the statement says what the problem says: excellent, good, "
                                          "above average, fair or poor."},
            {"role": "user", "content": text},
        ]

    def format_output(self, output, input=None):
        return {"assessment": only_match(CLASS, output)}


class Prove(Task):
    @property
    def inputs(self):
        return ["informal_statement", "formal_statement"]

    @property
    def outputs(self):
        return ["proof"]

    def format_input(self, input):
        text = "Problem:\n{informal_statement}\n\nProve:\n```lean4\n{formal_statement}\n```".format(**input)
        return [
            {"role": "system", "content": "You are an expert in Lean 4. Answer with the proof in a lean4 block."},
            {"role": "user", "content": text},
        ]

    def format_output(self, output, input=None):
        return {"proof": only_match(LEAN, output)}


def main():
    # A process group of its own, so that the caller can end it with all its steps.
    os.setpgrp()
    base_url, problems, batch, replicas = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    rows = [
        {"informal_statement": f"Show that item-{number} plus a natural number n is n plus item-{number}."}
        for number in range(problems)
    ]

    def step(kind, model, tokens):
        return kind(
            name=model,
            llm=OpenAILLM(
                base_url=base_url, api_key="none", model=model, max_retries=6,
                generation_kwargs={"temperature": 0.6, "max_new_tokens": tokens},
            ),
            input_batch_size=batch,
            resources=StepResources(replicas=replicas),
            add_raw_output=False,
            add_raw_input=False,
        )

    with Pipeline(name="three-calls") as pipeline:
        load = LoadDataFromDicts(data=rows, batch_size=batch)
        load >> step(Formalize, "formalizer", 1024) >> step(Score, "judge", 1024) >> step(Prove, "prover", 2048)
    distiset = pipeline.run(use_cache=False)
    done = sum(1 for row in distiset["default"]["train"] if row["proof"] and row["assessment"])
    print(json.dumps({"problems": done}))


if __name__ == "__main__":
    main()
