using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>The types and methods of a compiled assembly, as far as Lambda's rules for handlers need them. Nothing of it is loaded or run.</summary>
internal sealed class HandlerTypes
{
    private const int MaxParameters = 2;

    private readonly Dictionary<string, TypeRow> _types;

    private HandlerTypes(Dictionary<string, TypeRow> types) => _types = types;

    /// <summary>Reads an assembly; null when the file is missing or is no managed assembly, which others complain about.</summary>
    public static HandlerTypes? Read(string assemblyPath)
    {
        try
        {
            using var stream = File.OpenRead(assemblyPath);
            using var image = new PEReader(stream);
            return image.HasMetadata ? new(ReadTypes(image.GetMetadataReader())) : null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>What hinders Lambda from calling the handler, or null. https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html</summary>
    public Diagnostic? Complain(Handler handler, SourceSpan span)
    {
        var (assembly, typeName, methodName) = (handler.Assembly, handler.Type!, handler.Method!);
        if (!_types.TryGetValue(typeName, out var type))
        {
            return ProjectDiagnostics.HandlerType.At(span, $"Assembly '{assembly}' has no type '{typeName}'.", SuggestType(typeName));
        }

        if (type.IsGeneric)
        {
            return ProjectDiagnostics.HandlerType.At(span, $"Type '{typeName}' is generic; Lambda cannot make one.", "Derive a plain class from it and name that.");
        }

        // A signature picks an overload by its text; which one that is, the runtime decides.
        if (methodName.Contains('(', StringComparison.Ordinal) || methodName.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var methods = FindMethods(type, methodName, out var seesAllBases);
        return methods switch
        {
            [] when !seesAllBases => null,
            [] => ProjectDiagnostics.HandlerMethod.At(span, $"Type '{typeName}' has no method '{methodName}'.", DidYouMean.Ask(methodName, AllMethods(type)) ?? ListMethods(type)),
            [var only] => ComplainOfMethod(type, only, span),
            _ => ProjectDiagnostics.HandlerMethod.At(span, $"Type '{typeName}' has {methods.Count} methods '{methodName}'; the handler's must be the only one of its name.", "Rename the others."),
        };
    }

    private static Diagnostic? ComplainOfMethod(TypeRow type, MethodRow method, SourceSpan span)
    {
        var problem = method switch
        {
            { IsGeneric: true } => "is generic",
            { IsAsyncVoid: true } => "is 'async void', so Lambda cannot wait for it",
            { Parameters: > MaxParameters } => "has more than two parameters",
            _ => null,
        };
        if (problem is not null)
        {
            return ProjectDiagnostics.HandlerMethod.At(span, $"Method '{type.Name}.{method.Name}' {problem}.", "A handler takes an event, a context or both, and returns a value or a task.");
        }

        if (method.IsStatic || type is { IsAbstract: false, HasPublicConstructor: true })
        {
            return null;
        }

        return type.IsAbstract
            ? ProjectDiagnostics.HandlerType.At(span, $"Type '{type.Name}' is abstract; Lambda cannot make one.", "Name a class that derives from it, or make the method static.")
            : ProjectDiagnostics.HandlerType.At(span, $"Type '{type.Name}' has no public constructor without parameters, which Lambda calls.", "Add one, or make the method static.");
    }

    private List<MethodRow> FindMethods(TypeRow type, string name, out bool seesAllBases)
    {
        for (TypeRow? at = type; ; at = at.Base is { } known && _types.TryGetValue(known, out var row) ? row : null)
        {
            if (at is null)
            {
                seesAllBases = false;
                return [];
            }

            var found = at.Methods.Where(method => method.Name == name).ToList();
            if (found.Count > 0 || at.Base is null or "System.Object")
            {
                seesAllBases = true;
                return found;
            }
        }
    }

    private static IEnumerable<string> AllMethods(TypeRow type) =>
        type.Methods.Select(method => method.Name).Where(name => name[0] is not ('.' or '<')).Distinct(StringComparer.Ordinal);

    private static string? ListMethods(TypeRow type) =>
        AllMethods(type).Take(5).ToList() is { Count: > 0 } names ? $"It has {string.Join(", ", names)}." : null;

    private string? SuggestType(string name)
    {
        var candidates = _types.Keys.Where(key => key[0] != '<' && !key.Contains("+<", StringComparison.Ordinal)).ToList();
        var simple = name[(name.LastIndexOfAny(['.', '+']) + 1)..];
        var sameName = candidates.Where(key => key[(key.LastIndexOfAny(['.', '+']) + 1)..] == simple).Order(StringComparer.Ordinal).FirstOrDefault();
        return sameName is null ? DidYouMean.Ask(name, candidates) : $"Did you mean '{sameName}'?";
    }

    private static Dictionary<string, TypeRow> ReadTypes(MetadataReader reader)
    {
        var types = new Dictionary<string, TypeRow>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var definition = reader.GetTypeDefinition(handle);
            var row = ReadType(reader, definition, FullName(reader, definition));
            types.TryAdd(row.Name, row);
        }

        return types;
    }

    private static TypeRow ReadType(MetadataReader reader, TypeDefinition definition, string name)
    {
        var methods = definition.GetMethods().Select(reader.GetMethodDefinition).ToList();
        var hasConstructor = methods.Exists(method =>
            reader.StringComparer.Equals(method.Name, ".ctor")
            && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
            && CountParameters(reader, method) == 0);
        return new(name)
        {
            Base = BaseName(reader, definition.BaseType),
            IsAbstract = definition.Attributes.HasFlag(TypeAttributes.Abstract),
            IsGeneric = definition.GetGenericParameters().Count > 0,
            HasPublicConstructor = hasConstructor || IsStruct(reader, definition),
            Methods = [.. methods.Select(method => ReadMethod(reader, method))],
        };
    }

    private static MethodRow ReadMethod(MetadataReader reader, MethodDefinition method)
    {
        var signature = reader.GetBlobReader(method.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        var parameters = signature.ReadCompressedInteger();
        var isVoid = signature.ReadCompressedInteger() == (int)SignatureTypeCode.Void;
        return new(reader.GetString(method.Name), method.Attributes.HasFlag(MethodAttributes.Static), header.IsGeneric, parameters, isVoid && IsAsync(reader, method));
    }

    private static int CountParameters(MetadataReader reader, MethodDefinition method) => ReadMethod(reader, method).Parameters;

    private static bool IsAsync(MetadataReader reader, MethodDefinition method) =>
        method.GetCustomAttributes().Select(handle => reader.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => reader.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            .Where(parent => parent.Kind == HandleKind.TypeReference)
            .Any(parent => reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)parent).Name, "AsyncStateMachineAttribute"));

    private static bool IsStruct(MetadataReader reader, TypeDefinition definition) => BaseName(reader, definition.BaseType) == "System.ValueType";

    private static string? BaseName(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        _ when handle.IsNil => null,
        HandleKind.TypeDefinition => FullName(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle)),
        HandleKind.TypeReference when reader.GetTypeReference((TypeReferenceHandle)handle) is var type =>
            $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}",
        _ => "",
    };

    private static string FullName(MetadataReader reader, TypeDefinition definition)
    {
        var name = reader.GetString(definition.Name);
        if (definition.GetDeclaringType() is { IsNil: false } outer)
        {
            return $"{FullName(reader, reader.GetTypeDefinition(outer))}+{name}";
        }

        return definition.Namespace.IsNil ? name : $"{reader.GetString(definition.Namespace)}.{name}";
    }

    private sealed record TypeRow(string Name)
    {
        public string? Base { get; init; }

        public bool IsAbstract { get; init; }

        public bool IsGeneric { get; init; }

        public bool HasPublicConstructor { get; init; }

        public MethodRow[] Methods { get; init; } = [];
    }

    private sealed record MethodRow(string Name, bool IsStatic, bool IsGeneric, int Parameters, bool IsAsyncVoid);
}
