#!/usr/bin/env bash
# The long forms of the durability tests: 20 kills of uploads, 50 of approvals and 100 of rollbacks, 2 GB up and down, 1 000
# simultaneous decisions, and 1 000 rounds of rollbacks against rollbacks, promotions, archiving and policies. With REGISTRY_TRAINING_RUNS naming a folder of runs,
# every one of them is registered too. And breaks of the connection of 20 seconds and 4 minutes on every form and dialog.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
REGISTRY_SOAK=1 dotnet test ModelRegistry.sln --logger "console;verbosity=detailed" \
  --filter "FullyQualifiedName~Durability|FullyQualifiedName~DecisionRace|FullyQualifiedName~EveryForm${REGISTRY_TRAINING_RUNS:+|FullyQualifiedName~RealRuns}"
