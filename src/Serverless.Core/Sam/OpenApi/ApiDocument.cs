using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.OpenApi;

/// <summary>
/// An API's document while routes are put into it. It is edited where it stands. The service copies a document when it opens it and when it
/// hands it on, which shows only in the order of maps of Python 2.7: a kind of document whose order is hashed does the same.
/// The names of paths and methods are keys, because their marks are hashed, too.
/// </summary>
internal abstract partial class ApiDocument(MapValue root, MapValue paths)
{
    /// <summary>The method that stands for all methods.</summary>
    public const string AnyMethod = "x-amazon-apigateway-any-method";

    /// <summary>The extension that says what API Gateway calls for a method.</summary>
    public const string Integration = "x-amazon-apigateway-integration";

    public MapValue Root { get; } = root;

    public MapValue Paths { get; } = paths;

    /// <summary>The document to hand on after editing.</summary>
    public virtual MapValue Result() => Root;

    /// <summary>A method in lower case; <c>any</c> by its name in documents.</summary>
    public static string NormalizeMethod(string method)
    {
        var lower = method.ToLowerInvariant();
        return lower == "any" ? AnyMethod : lower;
    }

    /// <inheritdoc cref="NormalizeMethod(string)"/>
    public static MapKey NormalizeMethod(MapKey method)
    {
        var name = NormalizeMethod(method.Text);
        return name == AnyMethod ? AnyMethod : method with { Text = name };
    }

    /// <summary>A path with <c>*</c> for every parameter, as permissions name it.</summary>
    public static string WithoutParameters(string path) => Parameter().Replace(path, "*");

    /// <summary>Adds path and method, where they are missing.</summary>
    public void AddPath(MapKey path, MapKey method)
    {
        var name = NormalizeMethod(method);
        foreach (var item in ItemsOf(Paths.GetOrAdd(path, NewMap), path.Text))
        {
            item.GetOrAdd(name, NewMap);
        }
    }

    /// <summary>Puts a whole path under a condition.</summary>
    public void MakeConditional(string path, string condition) => Paths[path] = Values.If(condition, Paths[path]!);

    /// <summary>True when every alternative of the path has the method with an integration.</summary>
    public bool HasIntegration(string path, string method)
    {
        var name = NormalizeMethod(method);
        if (Paths[path] is not { } there || !Alternatives(there).All(item => item is MapValue map && map.ContainsKey(name)))
        {
            return false;
        }

        return ItemsOf(there, path).All(item => item[name] is MapValue definition && MethodsOf(definition, path, method).Any(IsIntegrated));
    }

    /// <summary>The definitions of a method on a path that have an integration, in all alternatives.</summary>
    public IEnumerable<MapValue> IntegratedMethods(string path, string method) =>
        ItemsOf(Paths[path], path).SelectMany(item => MethodsOf(item.Get(NormalizeMethod(method)), path, method)).Where(IsIntegrated);

    /// <summary>Limits how long integrations of a method may take, in milliseconds.</summary>
    public void SetTimeout(string path, string method, TemplateValue timeout) => SetOnIntegration(path, method, "timeoutInMillis", timeout);

    /// <summary>A map for the document.</summary>
    protected virtual MapValue NewMap() => [];

    /// <summary>The alternatives that an Fn::If offers, without those that are nothing; a value that is none is the only one.</summary>
    public static IReadOnlyList<TemplateValue?> Alternatives(TemplateValue? item)
    {
        if (item is not MapValue map || map["Fn::If"] is not { } argument)
        {
            return [item];
        }

        return argument is ListValue items
            ? [.. items.Skip(1).Where(content => !Values.IsNoValue(content))]
            : throw Invalid("Value of Fn::If must be a list.", argument);
    }

    /// <summary>The path items that are behind a path, whatever conditions choose between them.</summary>
    /// <exception cref="SamDocumentException">One is no map.</exception>
    public static IEnumerable<MapValue> ItemsOf(TemplateValue? item, string path) =>
        Alternatives(item).Select(one => one as MapValue ?? throw Invalid($"Value of '{path}' path must be a dictionary according to Swagger spec.", one ?? item));

    /// <summary>The definitions that are behind a method, whatever conditions choose between them.</summary>
    /// <exception cref="SamDocumentException">One is no map.</exception>
    public static IEnumerable<MapValue> MethodsOf(TemplateValue? definition, string path, string method) =>
        Alternatives(definition).Select(one => one as MapValue ?? throw Invalid($"Definition of method '{method}' for path '{path}' should be a map.", one ?? definition));

    /// <summary>True when API Gateway has something to call for the method.</summary>
    public static bool IsIntegrated(MapValue method) => method[Integration].IsTruthy();

    /// <summary>True for the version of an OpenAPI 3 document.</summary>
    public static bool IsVersion3(TemplateValue version) => Version3().IsMatch(PythonText.Str(version));

    /// <summary>The complaint about something in the document.</summary>
    public static SamDocumentException Invalid(string text, TemplateValue? at) => SamDocumentException.Template(text, at?.Span ?? SourceSpan.None);

    /// <summary>Sets a member of the integrations of a method.</summary>
    public void SetOnIntegration(string path, string method, string property, TemplateValue value)
    {
        foreach (var definition in IntegratedMethods(path, method))
        {
            if (definition[Integration] is MapValue integration)
            {
                integration[property] = value;
            }
        }
    }

    [GeneratedRegex(@"\A3(\.\d)(\.\d)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version3();

    [GeneratedRegex(@"\{([a-zA-Z0-9._-]+|proxy\+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}
