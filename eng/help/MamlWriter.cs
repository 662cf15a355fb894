using System.Management.Automation;
using System.Xml.Linq;

namespace EventLogDemo.Help;

/// <summary>Writes help in MAML, the form that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    // The same for every cmdlet, so no page repeats them.
    private static readonly Dictionary<string, string> CommonTexts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WhatIf"] = "Shows what would happen, and does nothing.",
        ["Confirm"] = "Asks for confirmation before anything is done.",
    };

    /// <summary>The file that holds topics.</summary>
    public static XDocument Document(IEnumerable<XElement> topics) =>
        new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), topics));

    /// <summary>The help of a cmdlet.</summary>
    /// <exception cref="HelpPageException">The page describes a parameter that the cmdlet does not have.</exception>
    public static XElement Topic(CmdletHelp cmdlet, HelpPage page)
    {
        Dictionary<string, IReadOnlyList<string>> texts = TextsOf(cmdlet, page);
        XElement Parameter(CommandParameterInfo parameter, bool isInSyntax) =>
            WriteParameter(cmdlet, parameter, texts.GetValueOrDefault(parameter.Name, []), isInSyntax);

        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", cmdlet.Command.Verb),
                new XElement(Command + "noun", cmdlet.Command.Noun),
                new XElement(Maml + "description", Paragraphs(page.Synopsis))),
            new XElement(Maml + "description", Paragraphs(page.Description)),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => new XElement(
                Command + "syntaxItem",
                new XElement(Maml + "name", page.Name),
                CmdletHelp.Ordered(set).Select(parameter => Parameter(parameter, isInSyntax: true))))),
            new XElement(Command + "parameters", cmdlet.Parameters
                .OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
                .Select(parameter => Parameter(parameter, isInSyntax: false))),
            new XElement(Command + "inputTypes", Types(
                Command + "inputType", cmdlet.InputTypes.Select(CmdletHelp.NameOf), page.Inputs)),
            new XElement(Command + "returnValues", Types(
                Command + "returnValue", cmdlet.Command.OutputType.Select(type => type.Name), page.Outputs)),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs([.. page.Notes, .. ErrorsOf(page)]))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", page.RelatedTopics.Select(topic => new XElement(
                Maml + "navigationLink",
                new XElement(Maml + "linkText", topic),
                new XElement(Maml + "uri")))));
    }

    private static Dictionary<string, IReadOnlyList<string>> TextsOf(CmdletHelp cmdlet, HelpPage page)
    {
        Dictionary<string, IReadOnlyList<string>> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IReadOnlyList<string> text, int line) in page.Parameters)
        {
            if (!cmdlet.Parameters.Any(parameter => parameter.Name == name) || CmdletHelp.IsCommon(name))
            {
                throw new HelpPageException(page.File, line, $"{page.Name} has no parameter -{name} of its own.");
            }

            if (!texts.TryAdd(name, text))
            {
                throw new HelpPageException(page.File, line, $"The parameter -{name} is described twice.");
            }
        }

        foreach ((string name, string text) in CommonTexts)
        {
            texts.Add(name, [text]);
        }

        return texts;
    }

    private static XElement WriteParameter(
        CmdletHelp cmdlet, CommandParameterInfo parameter, IReadOnlyList<string> text, bool isInSyntax)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        string typeName = CmdletHelp.NameOf(type);
        bool isSwitch = type == typeof(SwitchParameter);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory),
            new XAttribute("variableLength", type.IsArray),
            new XAttribute("globbing", CmdletHelp.HasWildcards(parameter)),
            new XAttribute("pipelineInput", PipelineInput(parameter)),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position),
            new XAttribute("aliases", parameter.Aliases is [] ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs([.. text, .. ValuesOf(type)])),
            isSwitch && isInSyntax ? null : new XElement(
                Command + "parameterValue",
                new XAttribute("required", !isSwitch),
                new XAttribute("variableLength", type.IsArray),
                typeName),
            new XElement(Dev + "type", new XElement(Maml + "name", typeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", cmdlet.DefaultOf(parameter) ?? "None"));
    }

    private static string[] ValuesOf(Type type) => type.IsEnum ? [$"Values: {string.Join(", ", Enum.GetNames(type))}."] : [];

    private static string PipelineInput(CommandParameterInfo parameter) => parameter switch
    {
        { ValueFromPipeline: true, ValueFromPipelineByPropertyName: true } => "true (ByValue, ByPropertyName)",
        { ValueFromPipeline: true } => "true (ByValue)",
        { ValueFromPipelineByPropertyName: true } => "true (ByPropertyName)",
        _ => "false",
    };

    // The page's text is about all types, so it follows the last.
    private static IEnumerable<XElement> Types(XName element, IEnumerable<string> types, IReadOnlyList<string> text)
    {
        string[] names = [.. types.DefaultIfEmpty("None")];
        return names.Select((name, index) => new XElement(
            element,
            new XElement(Dev + "type", new XElement(Maml + "name", name)),
            new XElement(Maml + "description", Paragraphs(index == names.Length - 1 ? text : []))));
    }

    private static IEnumerable<string> ErrorsOf(HelpPage page) =>
        ["Errors, by the first part of their FullyQualifiedErrorId:", .. page.Errors.Select(error => $"- {error.Name}: {error.Text[0]}")];

    private static XElement Example(HelpExample example) => new(
        Command + "example",
        new XElement(Maml + "title", $"---------- {example.Title} ----------"),
        new XElement(Maml + "introduction", Paragraphs(example.Introduction)),
        new XElement(Dev + "code", example.Code),
        // Get-Help puts nothing between an example and the next.
        new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> text) => text.Select(paragraph => new XElement(Maml + "para", paragraph));
}
