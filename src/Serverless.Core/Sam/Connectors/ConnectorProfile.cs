namespace Serverless.Sam.Connectors;

/// <summary>What makes a connection possible.</summary>
internal enum ConnectorKind
{
    /// <summary>A managed policy of the source's role.</summary>
    SourceRole,

    /// <summary>A managed policy of the destination's role.</summary>
    DestinationRole,

    /// <summary>A policy of the destination, which is a queue.</summary>
    QueuePolicy,

    /// <summary>A policy of the destination, which is a topic.</summary>
    TopicPolicy,

    /// <summary>A permission to invoke the destination, which is a function.</summary>
    FunctionPermission,
}

/// <summary>What must wait for the policy of a connection, because it does not start without.</summary>
internal enum WaitsForConnector
{
    Nothing,
    Source,

    /// <summary>The event source mapping between the two ends.</summary>
    EventSourceMapping,
}

/// <summary>A part of what a permission grants, as the table has it.</summary>
/// <param name="Permission">The permission it belongs to, such as <c>Read</c>.</param>
/// <param name="Words">Actions; or the service that is allowed, and what.</param>
/// <param name="Texts">Resources, or the members of a function's permission, with holes for the ends' values.</param>
internal sealed record ConnectorGrant(string Permission, string[] Words, string[] Texts);

/// <summary>What a connector from one type to another makes.</summary>
internal sealed record ConnectorProfile(ConnectorKind Kind)
{
    public WaitsForConnector WaitsFor { get; init; }

    /// <summary>The only combinations of permissions that work, each sorted; empty when all do.</summary>
    public string[][] ValidCombinations { get; init; } = [];

    public List<ConnectorGrant> Grants { get; } = [];

    /// <summary>The permissions in the order of the table.</summary>
    public IEnumerable<string> Permissions => Grants.Select(grant => grant.Permission).Distinct();
}

/// <summary>How a resource of a type is known when a connector names it by its logical id.</summary>
/// <param name="RoleProperty">The property with its role; null when it has none.</param>
/// <param name="Values">The values that profiles ask for, as the table writes them.</param>
internal sealed record ConnectableType(string? RoleProperty, (string Name, string Text)[] Values)
{
    public static readonly ConnectableType Unknown = new(null, []);
}
