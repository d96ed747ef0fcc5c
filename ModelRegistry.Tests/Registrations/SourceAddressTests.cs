using ModelRegistry.Core.Common;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.RunFiles;

namespace ModelRegistry.Tests.Registrations;

public sealed class SourceAddressTests
{
    private const string Logged = "m-0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("mlflow-artifacts:/5/r/artifacts/model")]
    [InlineData("mlflow-artifacts:/5/r/artifacts/model/")]
    [InlineData("mlflow-artifacts:/5/r/artifacts//model")]
    [InlineData("mlflow-artifacts://host:5000/5/r/artifacts/model")]
    [InlineData("MLFLOW-ARTIFACTS:5/r/artifacts/model")]
    public void A_folder_of_a_run_is_one_however_its_slashes_stand(string source)
    {
        Assert.Equal(new SourceAddress.Logged(new RunFilePlace("5/r", "artifacts/model", 5)), SourceAddress.Parse(source));
    }

    [Fact]
    public void Runs_logged_models_and_versions_are_told_apart()
    {
        Assert.Equal(new SourceAddress.OfRun("r", "model/a"), SourceAddress.Parse("runs:/r/model/a"));
        Assert.Equal(new SourceAddress.OfRun("r", ""), SourceAddress.Parse("runs:/r"));
        Assert.Equal(new SourceAddress.OfLoggedModel(Logged), SourceAddress.Parse($"models:/{Logged}"));
        Assert.Equal(new SourceAddress.OfVersion("digits", "3", ""), SourceAddress.Parse("models:/digits/3"));
        Assert.Equal(new SourceAddress.OfVersion("digits", "3", "sub"), SourceAddress.Parse("mlflow-artifacts:/models/digits/3/sub"));
    }

    [Theory]
    [InlineData("/tmp/model")]
    [InlineData("model")]
    [InlineData("C:\\models\\1")]
    [InlineData("file:///tmp/model")]
    [InlineData("FILE:/tmp/model")]
    [InlineData("s3://bucket/model")]
    [InlineData("https://host/model")]
    [InlineData("dbfs:/model")]
    [InlineData("models:/digits")]
    [InlineData("runs:/")]
    public void What_this_server_does_not_store_is_refused_with_what_to_do(string source)
    {
        var refusal = Assert.Throws<RegistryException>(() => SourceAddress.Parse(source));
        Assert.Equal("source_refused", refusal.Code);
        Assert.StartsWith("Invalid model version source", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlflow-artifacts:/5/r/artifacts/../../6/x")]
    [InlineData("runs:/r/../../other")]
    [InlineData("mlflow-artifacts:/models/digits/3/../4")]
    public void No_source_leaves_its_folder(string source)
    {
        Assert.Throws<RegistryException>(() => SourceAddress.Parse(source));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_source_must_be_named(string? source)
    {
        Assert.Equal("source", Assert.Throws<RegistryException>(() => SourceAddress.Parse(source)).Field);
    }
}
