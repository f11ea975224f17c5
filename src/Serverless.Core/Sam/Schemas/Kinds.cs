using Serverless.Templates;

namespace Serverless.Sam.Schemas;

/// <summary>The kinds that schemas are put together from.</summary>
internal static class Kinds
{
    public static readonly SchemaKind Any = new AnyKind();

    /// <summary>Anything but null.</summary>
    public static readonly SchemaKind Given = new SimpleKind(value => value, SchemaProblem.Null);

    public static readonly SchemaKind Truth = new SimpleKind(Coercion.ToTruth, SchemaProblem.NoTruth);

    public static readonly SchemaKind Map = new MapKind(Any);

    public static readonly SchemaKind Text = new SimpleKind(Coercion.ToText, SchemaProblem.NoText);

    public static readonly SchemaKind Whole = new SimpleKind(Coercion.ToWhole, SchemaProblem.NoWhole);

    public static readonly SchemaKind Number = new SimpleKind(Coercion.ToNumber, SchemaProblem.NoNumber);

    /// <summary>A text, or an intrinsic for one.</summary>
    public static readonly SchemaKind MapOrText = new EitherKind(Map, Text);

    /// <summary>A list of texts, any of which an intrinsic may stand for.</summary>
    public static readonly SchemaKind MapOrTexts = new EitherKind(Map, new ListKind(MapOrText));

    public static readonly SchemaKind MapOrWhole = new EitherKind(Map, Whole);

    public static readonly SchemaKind MapOrNumber = new EitherKind(Map, Number);

    /// <summary>One of a few texts.</summary>
    public static SchemaKind Choice(params string[] texts) =>
        new SimpleKind(value => value is StringValue text && texts.Contains(text.Value) ? value : null, SchemaProblem.NoChoice);
}
