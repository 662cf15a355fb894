using System.Management.Automation.Language;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Reads a configuration from a PowerShell data file: one hashtable of constants, nothing of it is run.</summary>
internal static class DataFileConfiguration
{
    /// <exception cref="FormatException">It is no such file; the message names the line.</exception>
    public static ConfigurationValue Read(string text)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors is [ParseError first, ..])
        {
            // The parser's message quotes what stands there, which may be a password; its id does not.
            throw new FormatException(SR.ConfigurationLine.With(first.Extent.StartLineNumber, SR.ConfigurationNoDataFile.With(first.ErrorId)));
        }

        return script.EndBlock is { Statements: [PipelineAst statement] } && statement.GetPureExpression() is HashtableAst table
            ? Convert(table, "")
            : throw new FormatException(SR.ConfigurationNoTable);
    }

    private static ConfigurationValue Convert(Ast ast, string key)
    {
        object? content = ast switch
        {
            HashtableAst table => ConvertTable(table, key),
            ArrayLiteralAst list => list.Elements.Select(element => Convert(element, key)).ToList(),
            ArrayExpressionAst list => list.SubExpression.Statements.SelectMany(statement => Elements(statement, key)).ToList(),
            StringConstantExpressionAst text => text.Value,
            ConstantExpressionAst constant => constant.Value,
            VariableExpressionAst variable when IsNamed(variable, "true") => true,
            VariableExpressionAst variable when IsNamed(variable, "false") => false,
            VariableExpressionAst variable when IsNamed(variable, "null") => null,
            PipelineAst pipeline when pipeline.GetPureExpression() is { } expression => Convert(expression, key).Content,
            _ => throw new FormatException(
                SR.ConfigurationLine.With(ast.Extent.StartLineNumber, SR.ConfigurationNoConstant.With(Subject(key), Kind(ast)))),
        };
        return new ConfigurationValue(content, ast.Extent.StartLineNumber);
    }

    private static ConfigurationTable ConvertTable(HashtableAst table, string section)
    {
        ConfigurationTable converted = [];
        foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
        {
            string name = Convert(key, section).Content?.ToString() ?? "";
            // The key's line is the one that a message names.
            converted[name] = Convert(value, section.Length == 0 ? name : $"{section}.{name}") with { Line = key.Extent.StartLineNumber };
        }

        return converted;
    }

    private static List<ConfigurationValue> Elements(StatementAst statement, string key)
    {
        ConfigurationValue value = Convert(statement, key);
        return value.Content is List<ConfigurationValue> several ? several : [value];
    }

    // Never what stands there: it may be a password, or what makes a credential.
    private static string Kind(Ast ast) => ast switch
    {
        PipelineAst => SR.ConfigurationKindCommand,
        VariableExpressionAst => SR.ConfigurationKindVariable,
        ExpandableStringExpressionAst => SR.ConfigurationKindExpandable,
        ExpressionAst => SR.ConfigurationKindExpression,
        _ => SR.ConfigurationKindStatement,
    };

    private static string Subject(string key) => key.Length == 0 ? SR.ConfigurationAKey : SR.ConfigurationValueOf.With(key);

    private static bool IsNamed(VariableExpressionAst variable, string name) =>
        string.Equals(variable.VariablePath.UserPath, name, StringComparison.OrdinalIgnoreCase);
}
