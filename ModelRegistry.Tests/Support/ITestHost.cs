namespace ModelRegistry.Tests.Support;

/// <summary>Core's services in a test, alone (<see cref="TestRegistry"/>) or inside the whole program (<see cref="RegistryApp"/>).</summary>
public interface ITestHost
{
    T Get<T>()
        where T : notnull;
}
