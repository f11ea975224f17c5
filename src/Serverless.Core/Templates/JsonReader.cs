using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Builds the model from JSON text, with the place of every key and value.</summary>
internal sealed class JsonReader
{
    private const int MaxNumberLength = 4300;

    private readonly SourceText _source;
    private readonly List<Diagnostic> _diagnostics;
    private readonly byte[] _bytes;
    private int _byteOffset;
    private int _textOffset;

    public JsonReader(SourceText source, List<Diagnostic> diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _bytes = Encoding.UTF8.GetBytes(source.Text);
    }

    /// <summary>What is wrong with the grammar, when <see cref="ReadDocument"/> had nothing to give.</summary>
    public IReadOnlyList<Diagnostic> SyntaxErrors { get; private set; } = [];

    /// <summary>The document, or null when its grammar is broken. Only complaints about a readable document are added to the list.</summary>
    public TemplateValue? ReadDocument()
    {
        var before = _diagnostics.Count;
        try
        {
            var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            var value = ReadValue(ref reader, 1);
            reader.Read();
            return value;
        }
        catch (JsonException exception)
        {
            _diagnostics.RemoveRange(before, _diagnostics.Count - before);
            SyntaxErrors = [JsonSyntax.Explain(exception, _source)];
            return null;
        }
    }

    private TemplateValue ReadValue(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when depth > TemplateReader.MaxDepth:
                return TooDeep(ref reader);
            case JsonTokenType.StartObject:
                return ReadMap(ref reader, depth);
            case JsonTokenType.StartArray:
                return ReadList(ref reader, depth);
            default:
                return ReadScalar(ref reader);
        }
    }

    private MapValue ReadMap(ref Utf8JsonReader reader, int depth)
    {
        var start = PlaceOf(reader.TokenStartIndex);
        var entries = new List<MapEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var span = TextSpan(reader);
            var key = new MapKey(ReadText(reader, span)) { Span = span };
            reader.Read();
            entries.Add(new(key, ReadValue(ref reader, depth + 1)));
        }

        return MapMembers.ToMap(CollectionsMarshal.AsSpan(entries), new(_source.Path, start, PlaceOf(reader.BytesConsumed)), depth, _diagnostics);
    }

    private ListValue ReadList(ref Utf8JsonReader reader, int depth)
    {
        var start = PlaceOf(reader.TokenStartIndex);
        var items = new List<TemplateValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, depth + 1));
        }

        return ListValue.Owning(items, new(_source.Path, start, PlaceOf(reader.BytesConsumed)));
    }

    private ScalarValue ReadScalar(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var span = TextSpan(reader);
            return new StringValue(ReadText(reader, span)) { Span = span };
        }

        var place = new SourceSpan(_source.Path, PlaceOf(reader.TokenStartIndex), PlaceOf(reader.BytesConsumed));
        return reader.TokenType switch
        {
            JsonTokenType.True or JsonTokenType.False => new BooleanValue(reader.TokenType == JsonTokenType.True) { Span = place },
            JsonTokenType.Number => ReadNumber(Encoding.ASCII.GetString(reader.ValueSpan), place),
            _ => new NullValue { Span = place },
        };
    }

    private ScalarValue ReadNumber(string text, SourceSpan span)
    {
        if (text.Length > MaxNumberLength)
        {
            _diagnostics.Add(TemplateSyntax.UnreadableScalar.At(span, $"A number may have {MaxNumberLength} digits at most.", "Put it in quotes if it is meant as a text."));
            return new StringValue(text) { Span = span };
        }

        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? new IntegerValue(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), text) { Span = span }
            : new FloatValue(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text) { Span = span };
    }

    private string ReadText(in Utf8JsonReader reader, SourceSpan span)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _diagnostics.Add(TemplateSyntax.UnreadableScalar.At(span, @"An escape in this text is half of a character pair.", @"Write both \u escapes, or the character itself."));
            return "";
        }
    }

    private NullValue TooDeep(ref Utf8JsonReader reader)
    {
        var span = new SourceSpan(_source.Path, PlaceOf(reader.TokenStartIndex), PlaceOf(reader.TokenStartIndex + 1));
        reader.Skip();
        Complain.TooDeep(_diagnostics, span);
        return new() { Span = span };
    }

    // The raw text between the quotes; a property's end by the reader's count would include the colon.
    private SourceSpan TextSpan(in Utf8JsonReader reader)
    {
        var start = PlaceOf(reader.TokenStartIndex);
        return new(_source.Path, start, PlaceOf(reader.TokenStartIndex + reader.ValueSpan.Length + 2));
    }

    // Tokens come in order, so the way from bytes to characters is walked once.
    private Position PlaceOf(long offset)
    {
        if (offset > _byteOffset)
        {
            _textOffset += Encoding.UTF8.GetCharCount(_bytes, _byteOffset, (int)offset - _byteOffset);
            _byteOffset = (int)offset;
        }

        return _source.PositionAt(_textOffset);
    }
}
