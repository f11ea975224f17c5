namespace Serverless.Local;

/// <summary>What a running local cloud tells about itself at <c>/_serverless/status</c>.</summary>
/// <param name="Version">The product's version.</param>
/// <param name="Pid">The process it runs in.</param>
/// <param name="Started">When it was started.</param>
/// <param name="StateFolder">Where it keeps its state.</param>
/// <param name="Stacks">The stacks that exist.</param>
/// <param name="Functions">Their functions.</param>
/// <param name="Apis">The HTTP APIs and function URLs.</param>
public sealed record LocalCloudStatus(
    string Version,
    int Pid,
    DateTimeOffset Started,
    string StateFolder,
    IReadOnlyList<LocalStackStatus> Stacks,
    IReadOnlyList<LocalFunctionStatus> Functions,
    IReadOnlyList<LocalApiStatus> Apis);

/// <summary>A stack in the status.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">CloudFormation's status.</param>
/// <param name="Outputs">Its outputs by name.</param>
public sealed record LocalStackStatus(string Name, string Status, IReadOnlyDictionary<string, string> Outputs);

/// <summary>A function in the status.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stack">The stack it belongs to.</param>
/// <param name="LogicalId">Its name in the template.</param>
public sealed record LocalFunctionStatus(string Name, string Stack, string LogicalId);

/// <summary>An HTTP API or function URL in the status.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stack">The stack it belongs to.</param>
/// <param name="Url">Where it is served, without a trailing slash.</param>
public sealed record LocalApiStatus(string Name, string Stack, string Url);
