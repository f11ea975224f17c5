using Serverless.Sdk.Tests;
using Serverless.Testing;

[assembly: AssemblyFixture(typeof(PackedSdkFixture))]

namespace Serverless.Sdk.Tests;

/// <summary>The packed SDK, made once for all tests of the assembly.</summary>
public sealed class PackedSdkFixture : IAsyncLifetime
{
    /// <summary>The packages.</summary>
    public PackedSdk Sdk { get; } = new();

    public async ValueTask InitializeAsync() => await Sdk.PackAsync();

    public ValueTask DisposeAsync() => Sdk.DisposeAsync();
}
