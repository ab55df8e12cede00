#pragma once

#include "models/domain/result.h"

#include <QCommandLineOption>
#include <QDateTime>
#include <QMap>
#include <QStringList>

#include <span>
#include <vector>

namespace Orion
{

class CommandContext;

// What a command's own arguments look like, and what it does. The table of them is in main.
struct Command
{
    QStringList words; // {"webhook", "list"}
    QString summary;
    QList<QCommandLineOption> options; // beside --database, --embedded and --help
    QString positional = {};           // what may follow the options, for the help; empty: nothing
    Result<void> (*run)(CommandContext &) = nullptr;

    QString name() const { return words.join(u' '); }
};

// One reading of the command line. Either there is a command to run, or text to print.
struct Invocation
{
    const Command *command = nullptr; // null: print `text` and end with `exitCode`
    QMap<QString, QString> values;    // options with a value
    QStringList positional;
    bool wantsEmbedded = false;
    QString text; // the help, or what is wrong with the arguments
    int exitCode = 0;

    bool isSet(const QString &option) const { return values.contains(option); }
    QString value(const QString &option) const { return values.value(option); }
};

// Reads what stands behind the program's name. Never prints, never ends the process.
Invocation readCommandLine(std::span<const Command> commands, const QStringList &arguments);

// The value of a numeric option, or the fallback where it is not given. Errors: InvalidArgument.
Result<qint64> numberOption(const Invocation &invocation, const QString &option, qint64 fallback,
                            qint64 smallest, qint64 largest);

// The value of an option that takes a day (its beginning in UTC: 2026-01-31) or a time with its
// zone (2026-01-31T18:00:00Z, 2026-01-31T19:00:00+01:00); in UTC, invalid where it is not given.
// Errors: InvalidArgument.
Result<QDateTime> timeOption(const Invocation &invocation, const QString &option);

} // namespace Orion
