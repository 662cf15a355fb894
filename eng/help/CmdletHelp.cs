using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell;

namespace EventLogDemo.Help;

/// <summary>What a cmdlet tells about itself: its parameters with their sets, types, positions and defaults.</summary>
internal sealed class CmdletHelp
{
    private readonly Cmdlet _fresh;

    private CmdletHelp(CmdletInfo command)
    {
        Command = command;
        _fresh = (Cmdlet)Activator.CreateInstance(command.ImplementingType)!;
        Sets = [.. command.ParameterSets];
        Parameters = [.. Sets
            .SelectMany(Ordered)
            .DistinctBy(parameter => parameter.Name)];
    }

    public CmdletInfo Command { get; }

    public IReadOnlyList<CommandParameterSetInfo> Sets { get; }

    /// <summary>The cmdlet's own parameters, without the common ones, each once.</summary>
    public IReadOnlyList<CommandParameterInfo> Parameters { get; }

    /// <summary>A syntax line for each set, as <c>Get-Command -Syntax</c> writes it.</summary>
    public IEnumerable<string> Syntax => Sets.Select(set => $"{Command.Name} {set}");

    /// <summary>The types that come down the pipeline as they are.</summary>
    public IEnumerable<Type> InputTypes => Sets
        .SelectMany(set => set.Parameters)
        .Where(parameter => parameter.ValueFromPipeline)
        .Select(parameter => parameter.ParameterType)
        .Distinct();

    /// <summary>The cmdlets of an assembly, in the order of their names.</summary>
    public static IReadOnlyList<CmdletHelp> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetExportedTypes()
           let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
           where cmdlet is not null && !type.IsAbstract
           let name = $"{cmdlet.VerbName}-{cmdlet.NounName}"
           orderby name
           select new CmdletHelp(new CmdletInfo(name, type)),
    ];

    /// <summary>Whether every cmdlet that asks before it acts has the parameter, with the same meaning.</summary>
    public static bool IsCommon(string parameter) =>
        Cmdlet.CommonParameters.Contains(parameter) || Cmdlet.OptionalCommonParameters.Contains(parameter);

    /// <summary>The parameters of a set in the order in which PowerShell's syntax shows them, with -WhatIf and -Confirm.</summary>
    public static IEnumerable<CommandParameterInfo> Ordered(CommandParameterSetInfo set) => set.Parameters
        .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
        .OrderBy(parameter => IsCommon(parameter.Name))
        .ThenBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
        .ThenBy(parameter => !parameter.IsMandatory);

    /// <summary>What a parameter is when nobody gives it, or null.</summary>
    public string? DefaultOf(CommandParameterInfo parameter) => parameter.IsMandatory
        ? null
        : Command.ImplementingType.GetProperty(parameter.Name)?.GetValue(_fresh) switch
        {
            null or "" or ICollection { Count: 0 } => null,
            ICollection several => string.Join(", ", several.Cast<object>()),
            object value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    /// <summary>Whether a parameter takes wildcards.</summary>
    public static bool HasWildcards(CommandParameterInfo parameter) => parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();

    /// <summary>A type's name as PowerShell's syntax writes it.</summary>
    public static string NameOf(Type type) =>
        ToStringCodeMethods.Type(PSObject.AsPSObject(Nullable.GetUnderlyingType(type) ?? type)).Split('.')[^1];
}
