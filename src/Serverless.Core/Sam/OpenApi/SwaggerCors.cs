using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>What a browser is told that asks whether another site's page may call a REST API.</summary>
/// <param name="Origin">The sites; must be truthy.</param>
/// <param name="Headers">The headers that requests may have; null for none.</param>
/// <param name="Methods">The methods; null for those that the path has.</param>
/// <param name="MaxAge">How long browsers may keep the answer; null for as long as they like.</param>
/// <param name="AllowsCredentials">True when requests may carry credentials.</param>
internal sealed record PreflightAnswer(TemplateValue Origin, TemplateValue? Headers, TemplateValue? Methods, TemplateValue? MaxAge, bool AllowsCredentials);

/// <summary>Adds methods that answer preflight requests to a REST API's document.</summary>
/// <param name="document">The document, which is edited.</param>
/// <param name="answer">The answer.</param>
internal sealed class SwaggerCors(SwaggerDocument document, PreflightAnswer answer)
{
    private const string Options = "options";

    private static readonly string[] _allMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>Adds the method to a path, unless it has one.</summary>
    /// <exception cref="Errors.SamDocumentException">The path is no map, or no site is named.</exception>
    public void AddTo(string path)
    {
        // The methods of the first alternative are taken for those of all.
        var methods = answer.Methods.IsTruthy() ? answer.Methods : null;
        foreach (var item in document.ItemsOf(path))
        {
            if (item.ContainsKey(Options))
            {
                continue;
            }

            if (!answer.Origin.IsTruthy)
            {
                throw ApiDocument.Invalid("Invalid input. Value for AllowedOrigins is required", answer.Origin);
            }

            methods ??= MethodsOf(item);
            item[Options] = Method(methods);
        }
    }

    private static StringValue MethodsOf(MapValue item)
    {
        IEnumerable<string> methods = item.ContainsKey(ApiDocument.AnyMethod)
            ? _allMethods
            : item.Keys.Append(Options).Select(name => name.ToUpperInvariant()).Distinct().Order(CodePointComparer.Instance);
        return new($"'{string.Join(',', methods)}'");
    }

    private Python27Map Method(TemplateValue methods)
    {
        var parameters = new Python27Map();
        var headers = new Python27Map();
        AddHeader("Origin", answer.Origin);
        AddHeader("Headers", answer.Headers.IsTruthy() ? answer.Headers : null);
        AddHeader("Methods", methods);
        AddHeader("Max-Age", answer.MaxAge);
        AddHeader("Credentials", answer.AllowsCredentials ? new StringValue("'true'") : null);
        return Python27Map.Of(
            ("summary", "CORS support"),
            ("consumes", Values.List("application/json")),
            ("produces", Values.List("application/json")),
            (ApiDocument.Integration, Integration(parameters)),
            ("responses", Python27Map.Of(
                ("200", Python27Map.Of(("description", "Default response for CORS method"), ("headers", headers))))));

        void AddHeader(string name, TemplateValue? value)
        {
            if (value is not null)
            {
                var header = name == "Max-Age" ? "Access-Control-Max-Age" : $"Access-Control-Allow-{name}";
                parameters[$"method.response.header.{header}"] = CopiedOrder.Apart(value);
                headers[header] = Python27Map.Of(("type", name == "Max-Age" ? "integer" : "string"));
            }
        }
    }

    private static Python27Map Integration(Python27Map parameters) => Python27Map.Of(
        ("type", "mock"),
        ("requestTemplates", Python27Map.Of(("application/json", "{\n  \"statusCode\" : 200\n}\n"))),
        ("responses", Python27Map.Of(("default", Python27Map.Of(
            ("statusCode", "200"),
            ("responseParameters", parameters),
            ("responseTemplates", Python27Map.Of(("application/json", "{}\n"))))))));
}
