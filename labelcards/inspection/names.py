"""What columns are usually called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

__all__ = ["Role", "is_index_name", "named_like", "plain_name"]

Role = Literal[
    "item", "annotator", "label", "gold", "final", "count", "text", "measure", "started_at", "submitted_at", "batch",
    "aside",
]  # fmt: skip

_NAMES: Mapping[Role, str] = {
    "item": """
        item_id item itemid items unit_id unit task_id task taskid doc_id document_id document docid doc text_id
        example_id example sample_id sample sampleid record_id record row_id data_id datum_id hitid hit_id
        input_id image_id image img file_name filename file path orig_id ticket_id ticket post_id post tweet_id
        tweet review_id comment_id question_id sentence_id sid utterance_id utt_id subject_id subject case_id
        case segment_id snippet_id story_id article_id message_id msg_id conversation_id dialog_id session_item
        external_id uid uuid guid key index_id id
    """,
    "annotator": """
        annotator_id annotator annotatorid annotator_name annotators worker_id worker workerid coder_id coder
        coderid rater_id rater raterid labeler_id labeler labeller_id labeller annotated_by labeled_by
        labelled_by rated_by coded_by judge_id judge user_id userid user username user_name completed_by
        created_by who by email_address email e_mail amt_worker_ids crowdworker participant_id participant
        respondent_id respondent grader_id grader evaluator_id evaluator assessor_id assessor turker person
        person_id tagger member contributor contributor_id observer
    """,
    "label": """
        label labels answer answers response annotation annotations class category categories judgment judgement
        rating value choice choices code codes sentiment topic emotion stance intent toxicity polarity tag tags
        verdict decision grade severity relevance hate offensive quality score selected
    """,
    "gold": """
        gold gold_label gold_standard truth ground_truth groundtruth true_label expert expert_label correct
        correct_label gold_answer y_true reference
    """,
    "final": """
        final final_label consensus consensus_label majority majority_vote majority_label adjudicated
        adjudication resolved agreed aggregated aggregate
    """,
    "count": "count counts n votes num_votes freq frequency number total occurrences num",
    "text": """
        text sentence content body comment comments message tweet_text html description title prompt premise
        hypothesis note notes remark remarks reason rationale explanation justification feedback review_text
        question_text
    """,
    "measure": """
        seconds duration time_spent lead_time leadtime worktimeinseconds work_time elapsed confidence trust
        certainty how_sure weight probability prob
    """,
    "started_at": "started_at start start_time accept_time accepttime",
    "submitted_at": """
        submitted_at end end_time submit_time submittime created_at updated_at timestamp time date datetime
    """,
    "batch": "batch batch_id round wave",
    "aside": "question project project_id split source lang language country region city ip channel",
}
"""Role → the names of its columns, the likeliest first."""

_STARTS: Mapping[str, Role] = {
    "answer_": "label",
    "input_": "aside",
    "gold_": "gold",
    "final_": "final",
    "how_sure": "measure",
}
_ENDS: Mapping[str, Role] = {
    "_label": "label",
    "_labels": "label",
    "_class": "label",
    "_answer": "label",
    "_category": "label",
    "_rating": "label",
    "_gold": "gold",
    "_seconds": "measure",
    "_text": "text",
}
_INDEX = re.compile(r"unnamed_\d+|index|level_0|row|row_names|row_number|rownames|")


def plain_name(name: str) -> str:
    """Lower case, words joined by ``_``: ``Worker-ID`` is ``worker_id``."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def named_like(name: str, role: Role) -> int | None:
    """How usual the name is for the role, 0 being the likeliest; None when it is not."""
    plain = plain_name(name)
    known = _NAMES[role].split()
    if plain in known:
        return known.index(plain)
    start = next((r for text, r in _STARTS.items() if plain.startswith(text)), None)
    end = next((r for text, r in _ENDS.items() if plain.endswith(text)), None)
    return len(known) if (start or end) == role else None


def is_index_name(name: str) -> bool:
    """Whether programs give this name to the number of a row, or none."""
    return _INDEX.fullmatch(plain_name(name)) is not None
