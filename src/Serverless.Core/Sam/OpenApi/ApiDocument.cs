using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.OpenApi;

/// <summary>
/// An API's document while routes are put into it. A copy of the user's is edited where it stands. The service copies a document whenever it opens
/// it and whenever it hands it on, which shows in the order of maps of Python 2.7. The names of paths and methods are keys, because deployments'
/// ids are made of their marks, too.
/// </summary>
internal abstract partial class ApiDocument
{
    /// <summary>The method that stands for all methods.</summary>
    public const string AnyMethod = "x-amazon-apigateway-any-method";

    /// <summary>The extension that says what API Gateway calls for a method.</summary>
    public const string Integration = "x-amazon-apigateway-integration";

    private readonly CopiedOrder _order;

    protected ApiDocument(MapValue root, MapValue paths)
    {
        Root = root;
        Paths = paths;
        _order = new(root, paths);
    }

    public MapValue Root { get; }

    /// <summary>The paths; what is behind one has its order when it is asked for by <see cref="ItemsOf(string)"/>.</summary>
    protected MapValue Paths { get; }

    /// <summary>The names of the paths.</summary>
    public IReadOnlyList<string> PathNames => [.. Paths.Keys];

    /// <summary>Counts the copy that the service makes when it opens a document again.</summary>
    public void Reopen()
    {
        _order.Copy();
        Load();
    }

    /// <summary>The document to hand on after editing, with everything that was added.</summary>
    public MapValue Result()
    {
        Store();
        _order.Copy();
        return Root;
    }

    /// <summary>Gives all members the order that they are to be written in.</summary>
    public void Settle() => _order.SettleAll();

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

    /// <summary>A path with <c>*</c> for every parameter, as permissions of HTTP APIs name it.</summary>
    public static string WithoutParameters(string path) => Parameter().Replace(path, "*");

    /// <summary>Adds path and method, where they are missing.</summary>
    public void AddPath(MapKey path, MapKey method)
    {
        var name = NormalizeMethod(method);
        if (!Paths.ContainsKey(path.Text))
        {
            Paths.Set(path, NewMap());
            _order.Add(path.Text);
        }

        foreach (var item in ItemsOf(path.Text))
        {
            item.GetOrAdd(name, NewMap);
        }
    }

    /// <summary>Edits a path. When the edit fails, the path is as it was, so that the complaints about others are not about this one.</summary>
    public void EditPath(MapKey path, Action edit)
    {
        _order.Settle(path.Text);
        var before = Paths[path.Text] is { } item ? CopiedOrder.Apart(item) : null;
        try
        {
            edit();
        }
        catch (SamErrorException)
        {
            Restore(path, before);
            throw;
        }
    }

    /// <summary>Puts a whole path under a condition.</summary>
    public void MakeConditional(string path, StringValue condition)
    {
        _order.Settle(path);
        Paths[path] = Values.If(condition, Paths[path]!);
    }

    /// <summary>True when every alternative of the path has the method with an integration.</summary>
    public bool HasIntegration(string path, string method)
    {
        var name = NormalizeMethod(method);
        if (Paths[path] is not { } there || !Alternatives(there).All(item => item is MapValue map && map.ContainsKey(name)))
        {
            return false;
        }

        return ItemsOf(path).All(item => item[name] is MapValue definition && MethodsOf(definition, path, method).Any(IsIntegrated));
    }

    /// <summary>The definitions of a method on a path that have an integration, in all alternatives.</summary>
    public IEnumerable<MapValue> IntegratedMethods(string path, string method) =>
        ItemsOf(path).SelectMany(item => MethodsOf(item.Get(NormalizeMethod(method)), path, method)).Where(IsIntegrated);

    /// <summary>Limits how long integrations of a method may take, in milliseconds.</summary>
    public void SetTimeout(string path, string method, TemplateValue timeout) => SetOnIntegration(path, method, "timeoutInMillis", timeout);

    /// <summary>Takes from the document what is kept beside it while it is open.</summary>
    protected virtual void Load()
    {
    }

    /// <summary>Puts into the document what is kept beside it while it is open.</summary>
    protected virtual void Store()
    {
    }

    /// <summary>A map for the document.</summary>
    protected static MapValue NewMap() => new Python27Map();

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
    public IEnumerable<MapValue> ItemsOf(string path)
    {
        _order.Settle(path);
        return ItemsOf(Paths[path], path);
    }

    /// <summary>The path items that an item stands for.</summary>
    /// <exception cref="SamDocumentException">One is no map.</exception>
    protected static IEnumerable<MapValue> ItemsOf(TemplateValue? item, string path) =>
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

    private void Restore(MapKey path, TemplateValue? item)
    {
        if (item is null)
        {
            Paths.Remove(path.Text);
        }
        else
        {
            Paths.Set(path, item);
        }
    }

    [GeneratedRegex(@"\A3(\.\d)(\.\d)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version3();

    [GeneratedRegex(@"\{([a-zA-Z0-9._-]+|proxy\+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}
