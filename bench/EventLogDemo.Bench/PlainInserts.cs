using System.Diagnostics;
using EventLogDemo.Engine.Events;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventLogDemo.Bench;

/// <summary>The peer: one thread, one table with the store's columns, a prepared insert, 2,000 rows per transaction, WAL, FULL.</summary>
internal static class PlainInserts
{
    private const int RowsPerTransaction = 2_000;

    /// <returns>Rows per second.</returns>
    public static double Run(int size, double seconds, string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "plain.db");
        long rows = 0;
        Stopwatch watch = new();
        using (SqliteConnection connection = new($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            foreach (string sql in (string[])
                [
                    "PRAGMA page_size = 16384", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 4096",
                    "CREATE TABLE event (id INTEGER PRIMARY KEY, run INTEGER, stream INTEGER, seq INTEGER, sent_at INTEGER, stored_at INTEGER, hash INTEGER, body)",
                ])
            {
                using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements above
                command.CommandText = sql;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }

            rows = Insert(connection.Handle!, size, seconds, watch);
        }

        Directory.Delete(folder, recursive: true);
        return rows / watch.Elapsed.TotalSeconds;
    }

    private static long Insert(sqlite3 database, int size, double seconds, Stopwatch watch)
    {
        raw.sqlite3_prepare_v2(database, "BEGIN IMMEDIATE", out sqlite3_stmt begin);
        raw.sqlite3_prepare_v2(database, "COMMIT", out sqlite3_stmt commit);
        raw.sqlite3_prepare_v2(database, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", out sqlite3_stmt insert);
        using (begin)
        using (commit)
        using (insert)
        {
            byte[] body = new byte[size];
            using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { SizeBytes = size, Format = EventFormat.Syslog });
            generator.Read(1, 0, 0, body, out _);
            long row = 0;
            watch.Start();
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                Step(begin);
                for (int i = 0; i < RowsPerTransaction; i++, row++)
                {
                    raw.sqlite3_bind_int64(insert, 1, row);
                    raw.sqlite3_bind_int64(insert, 2, 1);
                    raw.sqlite3_bind_int64(insert, 3, 1);
                    raw.sqlite3_bind_int64(insert, 4, row);
                    raw.sqlite3_bind_int64(insert, 5, 1_767_225_600_000_000 + row);
                    raw.sqlite3_bind_int64(insert, 6, 1_767_225_600_000_000 + row);
                    raw.sqlite3_bind_int64(insert, 7, unchecked(row * (long)0x9E3779B97F4A7C15));
                    raw.sqlite3_bind_text(insert, 8, body.AsSpan());
                    Step(insert);
                }

                Step(commit);
            }

            watch.Stop();
            return row;
        }
    }

    private static void Step(sqlite3_stmt statement)
    {
        int code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE)
        {
            throw new InvalidOperationException($"SQLite answered {code}");
        }
    }
}
