using Serverless.Http;
using Serverless.Messages;
using Serverless.Native;

namespace Serverless.RuntimeApi;

/// <summary>The <c>host:port</c> that AWS_LAMBDA_RUNTIME_API holds.</summary>
internal sealed class RuntimeApiAddress
{
    internal const string Variable = "AWS_LAMBDA_RUNTIME_API";

    private RuntimeApiAddress(string text, string host, int port) => (Text, Host, Port) = (text, host, port);

    /// <summary>The whole, as a Host header has it.</summary>
    internal string Text { get; }

    /// <summary>An IPv4 address, an IPv6 address in brackets, or a name.</summary>
    internal string Host { get; }

    internal int Port { get; }

    internal ByteChannel Connect()
    {
        if (!LibC.IsKnown)
        {
            return SocketChannel.Connect(Host, Port);
        }

        return TryReadVersion4(Host, out var address) ? LinuxSocketChannel.Connect(address, Port) : LinuxSocketChannel.Connect(Host, Port);
    }

    /// <summary>Reads the variable's value; null with a message for the developer when it is missing or malformed.</summary>
    internal static RuntimeApiAddress? Read(string? value, out string complaint)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            complaint = $"""
                {Variable} is not set. This program is an AWS Lambda function: Lambda, or a local stand-in for it, starts it and hands it events.
                In an app built with Serverless.Sdk, `dotnet run` starts the local cloud, which runs its functions.
                """;
            return null;
        }

        var address = Parse(value.Trim());
        complaint = address is null
            ? $"{Variable} is '{value}', which is not host:port. Expected something like 127.0.0.1:9001, without a scheme and without a path."
            : "";
        return address;
    }

    /// <summary>Four numbers and three dots: IPAddress reads more, and takes milliseconds to be ready to.</summary>
    internal static bool TryReadVersion4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        var (number, digits, dots) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && digits < 3 && (digits == 0 || number > 0))
            {
                (number, digits) = ((number * 10) + text[i] - '0', digits + 1);
            }
            else if (text[i] == '.' && digits > 0 && number <= 255 && dots < 3)
            {
                address = (address << 8) | (uint)number;
                (number, digits, dots) = (0, 0, dots + 1);
            }
            else
            {
                return false;
            }
        }

        address = (address << 8) | (uint)number;
        return dots == 3 && digits > 0 && number <= 255;
    }

    private static RuntimeApiAddress? Parse(string value)
    {
        var colon = value.LastIndexOf(':');
        if (colon <= 0 || !Digits.TryRead(value.AsSpan(colon + 1), out var port) || port is < 1 or > 65535)
        {
            return null;
        }

        var host = value[..colon];
        return IsName(host) || IsBracketed(host) ? new RuntimeApiAddress(value, host, port) : null;
    }

    private static bool IsName(string host)
    {
        foreach (var character in host)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBracketed(string host)
    {
        foreach (var character in host.AsSpan(1))
        {
            if (!char.IsAsciiHexDigit(character) && character is not (':' or '.' or ']'))
            {
                return false;
            }
        }

        return host.Length > 3 && host[0] == '[' && host.IndexOf(']') == host.Length - 1;
    }
}
