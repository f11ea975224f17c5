using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The model that the requests of a route have, and how API Gateway checks it.</summary>
internal static class RequestModel
{
    public static void Add(SamEvent source, MapValue config, RestRoute route, SwaggerDocument document)
    {
        if (config["Model"] is not { IsTruthy: true } model)
        {
            return;
        }

        var name = Check(source, model, route);
        var models = new SwaggerModels(document);
        models.AddRequestModel(route.Path.Text, route.Method.Text, name, config["Required"]);
        var (body, parameters) = (config.ContainsKey("ValidateBody") ? config["ValidateBody"] : null, config["ValidateParameters"]);
        if (body.IsNull() && parameters.IsNull())
        {
            return;
        }

        models.AddValidator(route.Path.Text, route.Method.Text, Truth(body), Truth(parameters));

        bool Truth(TemplateValue? value) => value switch
        {
            null => false,
            BooleanValue truth => truth.Value,
            _ => throw source.Error(
                $"Unable to set Validator to RequestModel [{name.Value}] {route.Place} ValidateBody and ValidateParameters must be a boolean type, "
                + "strings or intrinsics are not supported.",
                value),
        };
    }

    private static StringValue Check(SamEvent source, TemplateValue model, RestRoute route)
    {
        var cannot = $"Unable to set RequestModel [{PythonText.Str(model)}] {route.Place} because";
        if (!route.Api["Models"].IsTruthy())
        {
            throw source.Error($"{cannot} the related API does not define any Models.", model);
        }

        if (route.Api["Models"] is not MapValue models)
        {
            throw source.Error($"{cannot} the related API Models defined is of invalid type.", model);
        }

        if (model is not StringValue name)
        {
            throw source.Error($"{cannot} the related API does not contain valid Models.", model);
        }

        return models[name.Value].IsTruthy() ? name : throw source.Error($"{cannot} it wasn't defined in the API's Models.", model);
    }
}
