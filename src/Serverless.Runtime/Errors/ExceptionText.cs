namespace Serverless.Errors;

/// <summary>Reads exceptions of any make, including those whose own properties throw.</summary>
internal static class ExceptionText
{
    /// <summary>The type's short name, as Lambda's error types are.</summary>
    internal static string ShortType(Exception exception) => exception.GetType().Name;

    internal static string Message(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception broken)
        {
            return $"(the Message property of {ShortType(exception)} threw {ShortType(broken)})";
        }
    }

    /// <summary>The lines of the stack trace, trimmed; none when the exception was never thrown.</summary>
    internal static string[] Frames(Exception exception)
    {
        try
        {
            return exception.StackTrace?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>Everything, with inner exceptions, as text.</summary>
    internal static string Complete(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception)
        {
            return $"{exception.GetType().FullName}: {Message(exception)}\n   {string.Join("\n   ", Frames(exception))}";
        }
    }
}
