namespace EventLogDemo.Engine.Embedded;

/// <summary>The moments at which a test ends the process, because something would go wrong there if it ever did.</summary>
internal enum CrashPoint
{
    /// <summary>A start owns the folder and has written nothing else.</summary>
    FolderOwned,

    /// <summary>A start has written the manifest and no database.</summary>
    ManifestWritten,

    /// <summary>The log has its database; at a start the store has none yet.</summary>
    LogOpened,

    /// <summary>All parts are open; at a start the manifest does not say so yet.</summary>
    PartsOpened,

    /// <summary>The log has written a batch into its open transaction.</summary>
    Append,

    /// <summary>The log is about to commit.</summary>
    BeforeCommit,

    /// <summary>The log has committed and acknowledged nothing of it yet.</summary>
    AfterCommit,

    /// <summary>The processor has written rows into the store's open transaction.</summary>
    Store,

    /// <summary>The processor has made its rows durable and has not asked for its offsets to be committed yet.</summary>
    Checkpoint,
}
