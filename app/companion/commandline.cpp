#include "app/companion/commandline.h"

#include <QCommandLineParser>

#include <algorithm>

namespace Orion
{

namespace
{

Invocation helpText(const QString &text)
{
    Invocation invocation;
    invocation.text = text;
    return invocation;
}

Invocation wrongUsage(const QString &sentence, const Command *command = nullptr)
{
    Invocation invocation;
    const QString name = command ? u' ' + command->name() : QString();
    invocation.text = QStringLiteral("%1 See orion-companion%2 --help.").arg(sentence, name);
    invocation.exitCode = 2;
    return invocation;
}

QString overview(std::span<const Command> commands)
{
    QString text = QStringLiteral("Usage: orion-companion COMMAND [options]\n\n"
                                  "Receives Stripe's webhooks and serves the billing API.\n\n"
                                  "Commands:\n");
    for (const Command &command : commands)
        text += QStringLiteral("  %1 %2\n").arg(command.name(), -16).arg(command.summary);
    text += QStringLiteral("\nEvery command has --help, and takes --database URL or --embedded "
                           "[DIR].\n");
    return text;
}

bool isHelp(const QString &argument)
{
    return argument == QLatin1String("--help") || argument == QLatin1String("-h") ||
           argument == QLatin1String("help");
}

// The value of --embedded may be left out, which QCommandLineParser does not know. So a value is
// joined to it with "=": what follows, unless that is an option or a positional argument. Where a
// command takes positional arguments, only what looks like a path is the folder.
QStringList withJoinedFolder(const Command &command, const QStringList &arguments)
{
    QStringList joined;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        if (argument == QLatin1String("--"))
            return joined + arguments.mid(i);
        if (argument != QLatin1String("--embedded")) {
            joined.append(argument);
            continue;
        }
        const QString next = arguments.value(i + 1);
        const bool isPath = next.contains(u'/') || next.startsWith(u'.');
        const bool isFolder =
            !next.isEmpty() && !next.startsWith(u'-') && (command.positional.isEmpty() || isPath);
        joined.append(argument + u'=' + (isFolder ? next : QString()));
        if (isFolder)
            ++i;
    }
    return joined;
}

void addCommonOptions(QCommandLineParser &parser)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    parser.addOptions({
        {QStringLiteral("database"),
         QStringLiteral("PostgreSQL server, as a URI or conninfo; else DATABASE_URL."),
         QStringLiteral("URL")},
        {QStringLiteral("embedded"),
         QStringLiteral("Use a private PostgreSQL in this folder, or in the user's data folder."),
         QStringLiteral("[DIR]")},
        {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Print this.")},
    });
}

// Options in the order of the help. QCommandLineParser's own text names the program's file and
// knows no commands.
QString usage(const Command &command)
{
    QString text = QStringLiteral("Usage: orion-companion %1 [options]").arg(command.name());
    if (!command.positional.isEmpty())
        text += u' ' + command.positional;
    text += QStringLiteral("\n\n%1\n\nOptions:\n").arg(command.summary);
    const auto line = [&text](const QString &option, const QString &description) {
        text += QStringLiteral("  %1 %2\n").arg(option, -24).arg(description);
    };
    for (const QCommandLineOption &option : command.options)
        line((QStringLiteral("--") + option.names().constFirst() + u' ' + option.valueName())
                 .trimmed(),
             option.description());
    line(QStringLiteral("--database URL"), QStringLiteral("PostgreSQL server, as a URI or "
                                                          "conninfo; else DATABASE_URL"));
    line(QStringLiteral("--embedded [DIR]"), QStringLiteral("a private PostgreSQL in this folder, "
                                                            "or in the user's data folder"));
    line(QStringLiteral("--help"), QStringLiteral("print this"));
    return text;
}

// The command whose words begin the arguments.
const Command *findCommand(std::span<const Command> commands, const QStringList &arguments)
{
    const auto found = std::ranges::find_if(commands, [&](const Command &command) {
        return arguments.mid(0, command.words.size()) == command.words;
    });
    return found == commands.end() ? nullptr : &*found;
}

Invocation readOptions(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    addCommonOptions(parser);
    parser.addOptions(command.options);
    // The parser skips the first argument, which is the program's name.
    if (!parser.parse(QStringList{command.name()} + withJoinedFolder(command, arguments)))
        return wrongUsage(parser.errorText() + u'.', &command);
    if (parser.isSet(QStringLiteral("help")))
        return helpText(usage(command));

    Invocation invocation;
    invocation.command = &command;
    invocation.positional = parser.positionalArguments();
    invocation.wantsEmbedded = parser.isSet(QStringLiteral("embedded"));
    const QStringList given = parser.optionNames();
    for (const QString &name : given)
        invocation.values.insert(name, parser.value(name));
    if (invocation.wantsEmbedded && parser.isSet(QStringLiteral("database")))
        return wrongUsage(QStringLiteral("--database and --embedded exclude each other."),
                          &command);
    if (command.positional.isEmpty() && !invocation.positional.isEmpty())
        return wrongUsage(
            QStringLiteral("\"%1\" is one argument too many.").arg(invocation.positional.first()),
            &command);
    return invocation;
}

} // namespace

Invocation readCommandLine(std::span<const Command> commands, const QStringList &arguments)
{
    if (arguments.isEmpty())
        return wrongUsage(QStringLiteral("Name a command."));
    if (isHelp(arguments.first()))
        return helpText(overview(commands));
    if (arguments.first() == QLatin1String("--version"))
        return helpText(QStringLiteral("orion-companion " ORION_VERSION "\n"));
    if (const Command *command = findCommand(commands, arguments))
        return readOptions(*command, arguments.mid(command->words.size()));
    if (arguments.first().startsWith(u'-'))
        return wrongUsage(QStringLiteral("The command comes first, then its options."));

    QStringList second; // what may follow a first word that is known
    for (const Command &command : commands) {
        if (command.words.size() > 1 && command.words.first() == arguments.first())
            second.append(command.words.at(1));
    }
    if (second.isEmpty())
        return wrongUsage(QStringLiteral("There is no command \"%1\".").arg(arguments.first()));
    if (isHelp(arguments.value(1)))
        return helpText(overview(commands));
    return wrongUsage(QStringLiteral("\"%1\" is followed by one of: %2.")
                          .arg(arguments.first(), second.join(QStringLiteral(", "))));
}

Result<qint64> numberOption(const Invocation &invocation, const QString &option, qint64 fallback,
                            qint64 smallest, qint64 largest)
{
    if (!invocation.isSet(option))
        return fallback;
    bool isNumber = false;
    const qint64 number = invocation.value(option).toLongLong(&isNumber);
    if (!isNumber || number < smallest || number > largest)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--%1 takes a whole number from %2 to %3.")
                        .arg(option)
                        .arg(smallest)
                        .arg(largest));
    return number;
}

Result<QDateTime> timeOption(const Invocation &invocation, const QString &option)
{
    if (!invocation.isSet(option))
        return QDateTime();
    const QString text = invocation.value(option);
    const bool isDay = !text.contains(u'T');
    const QDateTime time =
        isDay ? QDateTime(QDate::fromString(text, Qt::ISODate), QTime(0, 0), Qt::UTC)
              : QDateTime::fromString(text, Qt::ISODate);
    if (time.isValid() && time.timeSpec() != Qt::LocalTime)
        return time.toUTC();
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("--%1 takes a day or a time with its zone, such as 2026-01-31 or "
                               "2026-01-31T18:00:00Z.")
                    .arg(option));
}

} // namespace Orion
