using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Sam.Schemas;

/// <summary>What a value did wrong by its schema. The texts are those of the library that the service checks with.</summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Code">The library's word for it.</param>
/// <param name="Wanted">The kind that was wanted, as sentences for users call it; null when it has no such name.</param>
internal sealed record SchemaProblem(string Text, string Code, string? Wanted = null)
{
    public static readonly SchemaProblem Missing = new("field required", "value_error.missing");
    public static readonly SchemaProblem NotPermitted = new("extra fields not permitted", "value_error.extra");
    public static readonly SchemaProblem Null = new("none is not an allowed value", "type_error.none.not_allowed");
    public static readonly SchemaProblem NoMap = new("value is not a valid dict", "type_error.dict", "dictionary");
    public static readonly SchemaProblem NoList = new("value is not a valid list", "type_error.list", "list");
    public static readonly SchemaProblem NoText = new("str type expected", "type_error.str");
    public static readonly SchemaProblem NoWhole = new("value is not a valid integer", "type_error.integer", "integer");
    public static readonly SchemaProblem NoNumber = new("value is not a valid float", "type_error.float", "number");
    public static readonly SchemaProblem NoTruth = new("value could not be parsed to a boolean", "type_error.bool");
    public static readonly SchemaProblem NoChoice = new("unexpected value", "value_error.const");
}

/// <summary>A problem at a place of the value, given by the keys and indexes that lead to it.</summary>
internal sealed record SchemaError(ImmutableArray<string> Path, SchemaProblem Problem, TemplateValue? At);
