using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>Writes a <c>ResourcePolicy</c> of SAM into a REST API's document.</summary>
internal sealed class SwaggerPolicy
{
    private readonly SwaggerDocument _document;
    private readonly MapValue _given;
    private readonly TemplateValue _stage;

    /// <param name="document">The document, which is edited.</param>
    /// <param name="given">What the template says; must be a map.</param>
    /// <param name="stage">The stage that the policy is for; null when it is not known.</param>
    /// <exception cref="SamDocumentException">The policy is no map.</exception>
    public SwaggerPolicy(SwaggerDocument document, TemplateValue given, TemplateValue? stage)
    {
        _document = document;
        _given = given as MapValue ?? throw ApiDocument.Invalid("ResourcePolicy must be a map (ResourcePolicyStatement).", given);
        _stage = stage ?? new NullValue();
    }

    /// <summary>Says who may call the methods of a path.</summary>
    public void AddPath(string path)
    {
        var resources = ResourcesOf(path);
        AddAccounts(resources, "Allow", _given["AwsAccountWhitelist"]);
        AddAccounts(resources, "Deny", _given["AwsAccountBlacklist"]);
        AddAddresses(resources, "NotIpAddress", _given["IpRangeWhitelist"]);
        AddAddresses(resources, "IpAddress", _given["IpRangeBlacklist"]);
        AddNetworks(resources, "StringEquals", "Blacklist");
        AddNetworks(resources, "StringNotEquals", "Whitelist");
        Store();
    }

    /// <summary>Adds the statements that the template spells out.</summary>
    public void AddCustomStatements()
    {
        if (_given["CustomStatements"] is { IsTruthy: true } custom)
        {
            AddCustom(custom);
            Store();
        }
    }

    // The document gets the section even if the policy says nothing.
    private void Store() => _document.StorePolicy();

    private void AddAccounts(ListValue resources, string effect, TemplateValue? accounts)
    {
        if (!accounts.IsTruthy())
        {
            return;
        }

        var list = accounts switch
        {
            ListValue many => many,
            MapValue one => Values.List(one),
            _ => throw ApiDocument.Invalid($"Type of '{PythonText.Str(accounts)}' must be a list or dictionary", accounts),
        };
        var statement = Statement(resources, effect, Python27Map.Of(("AWS", CopiedOrder.Apart(list))));
        Begin();
        if (Existing() is { Count: > 0 } statements)
        {
            statements.Add(statement);
            _document.Policy["Statement"] = statements;
        }
        else
        {
            _document.Policy["Statement"] = statement;
        }
    }

    private void AddAddresses(ListValue resources, string condition, TemplateValue? addresses)
    {
        if (addresses.IsTruthy())
        {
            AddConditional(resources, condition, Python27Map.Of(("aws:SourceIp", addresses as ListValue ?? Values.List(addresses))));
        }
    }

    private void AddNetworks(ListValue resources, string condition, string list)
    {
        var (networks, endpoints) = SourceVpcs($"SourceVpc{list}", $"IntrinsicVpc{list}");
        AddAll(networks, _given[$"IntrinsicVpc{list}"]);
        AddAll(endpoints, _given[$"IntrinsicVpce{list}"]);
        var sources = Python27Map.Of(
            ("aws:SourceVpc", networks.Count > 0 ? networks : null),
            ("aws:SourceVpce", endpoints.Count > 0 ? endpoints : null));
        if (sources.Count > 0)
        {
            AddConditional(resources, condition, sources);
        }
    }

    // Names that start like neither are dropped without a word.
    private (ListValue Networks, ListValue Endpoints) SourceVpcs(string property, string intrinsicProperty)
    {
        var (networks, endpoints) = (new ListValue(), new ListValue());
        foreach (var name in _given[property] as ListValue ?? [])
        {
            var text = name.AsString() ?? throw ApiDocument.Invalid(
                $"{property} must be a list of strings. Use {intrinsicProperty} instead for values that use Intrinsic Functions", name);
            if (text.StartsWith("vpce-", StringComparison.Ordinal))
            {
                endpoints.Add(name);
            }
            else if (text.StartsWith("vpc-", StringComparison.Ordinal))
            {
                networks.Add(name);
            }
        }

        return (networks, endpoints);
    }

    // The service takes whatever is there for a list: of a map it takes the names, of a text the characters.
    private static void AddAll(ListValue list, TemplateValue? values) => list.AddRange(values switch
    {
        ListValue many => many,
        MapValue map => map.Select(entry => (TemplateValue)entry.Key.ToValue()),
        StringValue text => text.Value.EnumerateRunes().Select(rune => (TemplateValue)rune.ToString()),
        _ => [],
    });

    // Everybody is let in, and all but the wanted are kept out.
    private void AddConditional(ListValue resources, string condition, MapValue sources)
    {
        Begin();
        var statements = Existing();
        var denial = Statement(resources, "Deny", "*");
        denial["Condition"] = Python27Map.Of((condition, sources));
        foreach (var statement in (ReadOnlySpan<MapValue>)[Statement(resources, "Allow", "*"), denial])
        {
            if (!statements.Contains(statement))
            {
                statements.Add(statement);
            }
        }

        _document.Policy["Statement"] = statements;
    }

    private void AddCustom(TemplateValue custom)
    {
        Begin();
        if (Existing() is not { Count: > 0 } statements)
        {
            _document.Policy["Statement"] = CopiedOrder.Apart(custom);
            return;
        }

        foreach (var statement in CopiedOrder.Apart(custom) as ListValue ?? Values.List(CopiedOrder.Apart(custom)))
        {
            if (!statements.Contains(statement))
            {
                statements.Add(statement);
            }
        }

        _document.Policy["Statement"] = statements;
    }

    private void Begin() => _document.Policy["Version"] = "2012-10-17";

    private ListValue Existing() => _document.Policy["Statement"] switch
    {
        null or { IsTruthy: false } => [],
        ListValue list => list,
        var one => Values.List(one),
    };

    private static Python27Map Statement(ListValue resources, string effect, TemplateValue principal) => Python27Map.Of(
        ("Action", "execute-api:Invoke"), ("Resource", resources.DeepClone()), ("Effect", effect), ("Principal", principal));

    private ListValue ResourcesOf(string path)
    {
        var resources = new ListValue();
        var pathOnly = SwaggerDocument.WithoutAnyParameters(path);
        foreach (var item in _document.ItemsOf(path))
        {
            foreach (var method in item.Keys)
            {
                var name = method is ApiDocument.AnyMethod or "any" ? "*" : method.ToUpperInvariant();
                var text = new StringValue($"execute-api:/${{__Stage__}}/{name}{pathOnly}") { IsMarked = true };
                resources.Add(Python27Map.Of(("Fn::Sub", Values.List(text, Python27Map.Of(("__Stage__", _stage))))));
            }
        }

        return resources;
    }
}
