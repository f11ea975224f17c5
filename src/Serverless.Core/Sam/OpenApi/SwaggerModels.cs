using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>A parameter of requests.</summary>
/// <param name="FullName">The name as mappings use it, <c>method.request.header.Accept</c>.</param>
/// <param name="Name">The name alone.</param>
/// <param name="Place">Where the parameter is: <c>query</c>, <c>path</c> or <c>header</c>.</param>
/// <param name="IsRequired">Whether requests without it are refused.</param>
/// <param name="IsCached">True when answers are kept by its value.</param>
internal sealed record RequestParameter(StringValue FullName, StringValue Name, StringValue Place, TemplateValue IsRequired, bool IsCached);

/// <summary>Says in a REST API's document what requests look like, and what API Gateway checks.</summary>
/// <param name="document">The document, which is edited.</param>
internal sealed class SwaggerModels(SwaggerDocument document)
{
    private const string Validators = "x-amazon-apigateway-request-validators";
    private const string Validator = "x-amazon-apigateway-request-validator";

    /// <summary>Adds models, whose names become lower case.</summary>
    /// <exception cref="Errors.SamDocumentException">A model has no type.</exception>
    public void Define(MapValue models)
    {
        foreach (var (key, schema) in models)
        {
            if (!schema.AsMap()?["type"].IsTruthy() ?? true)
            {
                throw ApiDocument.Invalid("'Models' schema is missing 'type'.", schema);
            }

            document.Definitions.Set(key.ToLowerCase(), CopiedOrder.Apart(schema));
        }
    }

    /// <summary>Says which model the body of a method's requests has.</summary>
    public void AddRequestModel(string path, string method, StringValue model, TemplateValue? isRequired)
    {
        var name = new StringValue(model.Value.ToLowerInvariant()) { Span = model.Span, IsMarked = model.IsMarked };
        foreach (var definition in document.IntegratedMethods(path, method))
        {
            if (document.Root["swagger"].IsTruthy())
            {
                Append(definition, Python27Map.Of(
                    ("in", "body"), ("name", name), ("schema", Python27Map.Of(("$ref", $"#/definitions/{name.Value}"))), ("required", isRequired)));
            }
            else if (document.IsOpenApi3)
            {
                definition["requestBody"] = Python27Map.Of(
                    ("content", Python27Map.Of(("application/json", Python27Map.Of(
                        ("schema", Python27Map.Of(("$ref", $"#/components/schemas/{name.Value}"))))))),
                    ("required", isRequired));
            }
        }
    }

    /// <summary>Lets API Gateway check the body or the parameters of a method's requests.</summary>
    public void AddValidator(string path, string method, bool body, bool parameters)
    {
        var name = (body, parameters) switch
        {
            (true, false) => "body-only",
            (false, true) => "params-only",
            (true, true) => "body-and-params",
            _ => "no-validation",
        };
        foreach (var definition in document.IntegratedMethods(path, method))
        {
            var validator = Python27Map.Of(("validateRequestBody", body), ("validateRequestParameters", parameters));
            if (document.Root[Validators] is MapValue { Count: > 0 } validators)
            {
                validators[name] = validator;
            }
            else
            {
                document.Root[Validators] = Python27Map.Of((name, validator));
            }

            definition[Validator] = name;
        }
    }

    /// <summary>Adds parameters to a method, and those whose answers are kept to its integration.</summary>
    public void AddRequestParameters(string path, string method, IReadOnlyList<RequestParameter> parameters)
    {
        foreach (var definition in document.IntegratedMethods(path, method))
        {
            foreach (var parameter in parameters)
            {
                Append(definition, Python27Map.Of(
                    ("in", parameter.Place), ("name", parameter.Name), ("required", parameter.IsRequired), ("type", "string")));
                if (parameter.IsCached)
                {
                    Keep(definition, parameter);
                }
            }
        }
    }

    private static void Append(MapValue definition, MapValue parameter)
    {
        var parameters = new ListValue(definition["parameters"].AsList() ?? []);
        parameters.Add(parameter);
        definition["parameters"] = parameters;
    }

    private static void Keep(MapValue definition, RequestParameter parameter)
    {
        var integration = (MapValue)definition[ApiDocument.Integration]!;
        var kept = new ListValue(integration["cacheKeyParameters"].AsList() ?? []);
        kept.Add(parameter.FullName);
        integration["cacheKeyParameters"] = kept;
    }
}
