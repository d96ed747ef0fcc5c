using ModelRegistry.Tests.Mlflow;
using static ModelRegistry.Tests.Api.Who;

namespace ModelRegistry.Tests.Api;

public static partial class PermissionTable
{
    private const string RegisteredModels = Calls.Root + "registered-models/";
    private const string ModelVersions = Calls.Root + "model-versions/";
    private const string OfModel = """{"name":"{model}"}""";

    /// <summary>MLflow's calls; each has a twin under /ajax-api, which is the same route by another name.</summary>
    private static PermissionRow[] Mlflow =>
    [
        new("POST", RegisteredModels + "create", Scientists | RegisterToken, Body: """{"name":"{new}"}"""),
        new("GET", RegisteredModels + "get", Readers, Hidden: TokenElsewhere, Query: "name={model}"),
        new("PATCH", RegisteredModels + "update", Owner | Admin, Hidden: Blind, Body: """{"name":"{model}","description":"{new}"}"""),
        new("POST", RegisteredModels + "rename", Owner | Admin, Hidden: Blind, Body: """{"name":"{model}","new_name":"{model}"}"""),
        new("DELETE", RegisteredModels + "delete", Owner | Admin, Hidden: Blind, Body: """{"name":"{going model}"}"""),
        new("GET", RegisteredModels + "search", Readers | TokenElsewhere),
        new("POST", RegisteredModels + "get-latest-versions", Readers, Hidden: TokenElsewhere, Body: OfModel),
        new("GET", RegisteredModels + "get-latest-versions", Readers, Hidden: TokenElsewhere, Query: "name={model}"),
        new("POST", RegisteredModels + "set-tag", Owner | Admin, Hidden: Blind, Body: """{"name":"{model}","key":"k","value":"{new}"}"""),
        new("DELETE", RegisteredModels + "delete-tag", Owner | Admin, Hidden: Blind, Body: """{"name":"{model}","key":"none"}"""),
        new("POST", RegisteredModels + "alias", Scientists | Owner | PromoteToken, Hidden: Blind,
            Body: """{"name":"{model}","alias":"candidate","version":"1"}"""),
        new("GET", RegisteredModels + "alias", Readers | ResolveToken, Hidden: TokenElsewhere, Query: "name={model}&alias=champion"),
        new("DELETE", RegisteredModels + "alias", Scientists | Owner | PromoteToken, Hidden: Blind, Body: """{"name":"{model}","alias":"none"}"""),
        new("GET", ModelVersions + "get", Readers, Hidden: TokenElsewhere, Query: "name={model}&version=1"),
        new("POST", ModelVersions + "create", Scientists | Owner, Hidden: Blind, Body: """{"name":"{model}","source":"models:/{model}/1"}"""),
        new("GET", ModelVersions + "get-download-uri", Readers | ResolveToken, Hidden: TokenElsewhere, Query: "name={model}&version=1"),
        new("GET", "/model-versions/get-artifact", Readers | ResolveToken, Hidden: TokenElsewhere, Query: "name={model}&version=1&path=model/model.pkl"),
        new("PATCH", ModelVersions + "update", Scientist | Owner | Admin | RegisterToken, Hidden: Blind,
            Body: """{"name":"{model}","version":"1","description":"{new}"}"""),
        new("POST", ModelVersions + "transition-stage", Scientists | Owner | PromoteToken, Hidden: Blind,
            Body: """{"name":"{model}","version":"1","stage":"None"}"""),
        new("DELETE", ModelVersions + "delete", Retirers, Hidden: Blind, Body: """{"name":"{model}","version":"{going version}"}"""),
        new("GET", ModelVersions + "search", Readers | TokenElsewhere),
        new("POST", ModelVersions + "set-tag", Scientist | Owner | Admin | RegisterToken, Hidden: Blind,
            Body: """{"name":"{model}","version":"1","key":"k","value":"{new}"}"""),
        new("DELETE", ModelVersions + "delete-tag", Scientist | Owner | Admin | RegisterToken, Hidden: Blind,
            Body: """{"name":"{model}","version":"1","key":"none"}"""),
    ];
}
