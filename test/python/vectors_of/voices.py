"""Names of voices: `provider:voice`."""

from __future__ import annotations

from typing import Any

from .common import case

GOOD = (
    "openai:nova",
    "elevenlabs:EXAVITQu4vr4xnSDxMaL",
    "deepgram:aura-2-thalia-en",
    "local:af_heart",
    "local:en/us:amy-low",
    "flite:slt",
    "my-server_2:v",
    "a:" + "v" * 100,
    "a" * 32 + ":v",
)
BAD = (
    "",
    " ",
    "alloy",
    ":nova",
    "openai:",
    "openai::nova",
    "openai: nova",
    " openai:nova",
    "openai:nova ",
    "openai:nova\n",
    "OpenAI:nova",
    "2:nova",
    "open ai:nova",
    "openai:no va",
    "openai:n\u00f6va",
    "openai:\ufeffnova",
    "a:" + "v" * 101,
    "a" * 33 + ":v",
)


def voice_cases() -> list[dict[str, Any]]:
    return [
        *(case(f"good: {name}", name, {"good": True}) for name in GOOD),
        *(case(f"bad: {name!r}", name, {"good": False}) for name in BAD),
    ]
