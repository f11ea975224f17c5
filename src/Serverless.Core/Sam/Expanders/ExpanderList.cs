using System.Collections.Immutable;

namespace Serverless.Sam.Expanders;

/// <summary>The groups in which resources are expanded. Events put routes into APIs, so functions come before these.</summary>
internal enum ExpansionGroup
{
    Functions,
    StateMachines,
    Apis,
    Others,
    Connectors,
}

/// <summary>A SAM type with its expander.</summary>
internal sealed record RegisteredExpander(string Type, ExpansionGroup Group, Expander Expander);

/// <summary>All resource types of SAM in the order in which they are expanded.</summary>
internal static class ExpanderList
{
    public static readonly ImmutableArray<RegisteredExpander> All =
    [
        new(SamTypes.Function, ExpansionGroup.Functions, new FunctionExpander()),
        new(SamTypes.StateMachine, ExpansionGroup.StateMachines, new StateMachineExpander()),
        new(SamTypes.Api, ExpansionGroup.Apis, new RestApiExpander()),
        new(SamTypes.HttpApi, ExpansionGroup.Apis, new HttpApiExpander()),
        new(SamTypes.WebSocketApi, ExpansionGroup.Apis, new WebSocketApiExpander()),
        new(SamTypes.SimpleTable, ExpansionGroup.Others, new SimpleTableExpander()),
        new(SamTypes.LayerVersion, ExpansionGroup.Others, new LayerVersionExpander()),
        new(SamTypes.Application, ExpansionGroup.Others, new ApplicationExpander()),
        new(SamTypes.CapacityProvider, ExpansionGroup.Others, new CapacityProviderExpander()),
        new(SamTypes.GraphQLApi, ExpansionGroup.Others, new GraphQLApiExpander()),
        new(SamTypes.Connector, ExpansionGroup.Connectors, new ConnectorExpander()),
    ];

    public static RegisteredExpander? Find(string? type)
    {
        foreach (var registered in All)
        {
            if (registered.Type == type)
            {
                return registered;
            }
        }

        return null;
    }
}
