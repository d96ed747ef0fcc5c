#!/usr/bin/env bash
# The long forms of the durability tests: 20 kills of uploads and 50 of approvals, 2 GB up and down, and 1 000
# simultaneous decisions. With REGISTRY_TRAINING_RUNS naming a folder of runs,
# every one of them is registered too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
REGISTRY_SOAK=1 dotnet test ModelRegistry.sln --logger "console;verbosity=detailed" \
  --filter "FullyQualifiedName~Durability|FullyQualifiedName~DecisionRace${REGISTRY_TRAINING_RUNS:+|FullyQualifiedName~RealRuns}"
