using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The URL of a function, and the permissions that make it public.</summary>
internal static class FunctionUrl
{
    private static readonly Dictionary<string, (string Type, Func<TemplateValue, bool> Accepts)> _cors = new()
    {
        ["AllowOrigins"] = ("list", value => value is ListValue),
        ["AllowMethods"] = ("list", value => value is ListValue),
        ["AllowCredentials"] = ("bool", value => value is BooleanValue),
        ["AllowHeaders"] = ("list", value => value is ListValue),
        ["ExposeHeaders"] = ("list", value => value is ListValue),
        ["MaxAge"] = ("int", value => value is IntegerValue or BooleanValue),
    };

    public static void Add(SamResource resource, GeneratedResource function, GeneratedResource? alias, List<GeneratedResource> resources)
    {
        if (resource["FunctionUrlConfig"] is not MapValue { IsTruthy: true } config)
        {
            return;
        }

        var isWritten = !Intrinsic.Is(config);
        if (isWritten)
        {
            CheckAuthType(resource, config);
            CheckCors(resource, config);
        }

        var target = alias ?? function;
        resources.Add(Url(resource, config, target));
        if (isWritten && config["AuthType"].IsText("NONE"))
        {
            resources.Add(UrlPermission(resource, config, target));
            resources.Add(InvokePermission(resource, config, target));
        }
    }

    private static GeneratedResource Url(SamResource resource, MapValue config, GeneratedResource target)
    {
        var url = new GeneratedResource(Shapes.Url, resource.Id + "Url", config.Span.Or(resource.Span), resource.PassedOn);
        url["Cors"] = config.Get("Cors") is { IsTruthy: true } cors ? cors : null;
        url["AuthType"] = config.Get("AuthType");
        url["TargetFunctionArn"] = target.Ref();
        url["InvokeMode"] = config.Get("InvokeMode");
        return url;
    }

    private static GeneratedResource UrlPermission(SamResource resource, MapValue config, GeneratedResource target)
    {
        var permission = Permission(resource, config, target, "UrlPublicPermissions", "lambda:InvokeFunctionUrl");
        permission["FunctionUrlAuthType"] = config["AuthType"];
        return permission;
    }

    private static GeneratedResource InvokePermission(SamResource resource, MapValue config, GeneratedResource target)
    {
        var permission = Permission(resource, config, target, "URLInvokeAllowPublicAccess", "lambda:InvokeFunction");
        permission["InvokedViaFunctionUrl"] = true;
        return permission;
    }

    private static GeneratedResource Permission(SamResource resource, MapValue config, GeneratedResource target, string suffix, string action)
    {
        var permission = new GeneratedResource(Shapes.Permission, resource.Id + suffix, config.Span.Or(resource.Span), resource.PassedOn);
        permission["Action"] = action;
        permission["FunctionName"] = target.Ref();
        permission["Principal"] = "*";
        return permission;
    }

    private static void CheckAuthType(SamResource resource, MapValue config)
    {
        var type = config.Get("AuthType");
        if (!Intrinsic.Is(type) && !type.IsText("AWS_IAM") && !type.IsText("NONE"))
        {
            throw resource.Error(
                "AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.", type ?? config);
        }
    }

    private static void CheckCors(SamResource resource, MapValue config)
    {
        if (config.Get("Cors") is not { IsTruthy: true } cors || Intrinsic.Is(cors))
        {
            return;
        }

        foreach (var (key, value) in resource.Subject.Map(cors, "FunctionUrlConfig.Cors"))
        {
            if (!_cors.TryGetValue(key.Text, out var rule))
            {
                throw resource.Subject.Error($"{key.Text} is not a valid property for configuring Cors.", key.Span, $"Its properties are {string.Join(", ", _cors.Keys)}.");
            }

            if (!Intrinsic.Is(value) && !rule.Accepts(value))
            {
                throw resource.Error($"{key.Text} must be of type {rule.Type}.", value);
            }
        }
    }
}
