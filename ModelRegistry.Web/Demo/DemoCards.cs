using ModelRegistry.Core.Access;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Web.Demo;

/// <summary>What two of the models say of themselves: one that a reviewer stands for, and a draft.</summary>
internal static class DemoCards
{
    private const string Approved = "breast-cancer-screener";

    private static readonly Dictionary<string, CardContent> Cards = new()
    {
        [Approved] = new(
            IntendedUse: "Helps a pathologist to decide which samples to look at first. It does not replace the look, and it is not for people under 18.",
            Limits: "- Trained on the samples of **one** hospital.\n- Never tested on images, only on measurements of them.",
            TrainingData: "569 samples of the Wisconsin diagnostic data set, 212 of them malignant. No sample was left out.",
            Evaluation: "| metric | why |\n|---|---|\n| recall | a missed tumour is worse than a second look |\n| accuracy | to compare with others |",
            Ethics: "A wrong *benign* delays a treatment. Every answer is looked at by a person.",
            Risk: CardRisk.High,
            RiskReason: "A missed tumour may cost a life.",
            Owner: "Diagnostics team",
            Contacts: ["diagnostics@example.test"]),
        ["digits-classifier"] = new(
            IntendedUse: "Reads single handwritten digits from scans of 8 × 8 pixels.",
            Limits: "Letters are read as digits.",
            Risk: CardRisk.Low,
            RiskReason: "Whoever sees a wrong digit corrects it."),
    };

    public static async Task WriteAsync(CardWorkflow workflow, IEnumerable<string> models, Actor author, Actor reviewer, CancellationToken ct)
    {
        foreach (var model in models.Where(Cards.ContainsKey))
        {
            var card = await workflow.WriteAsync(model, new CardEdit(Content: Cards[model]), author, ct);
            if (model == Approved)
            {
                await workflow.ApproveAsync(model, card.Version, reviewer, ct);
            }
        }
    }
}
