#pragma once

#include "models/domain/result.h"
#include "services/database/connectionsettings.h"
#include "ui/theme/theme.h"

#include <QLocale>
#include <QStringList>

namespace Orion
{

// What the command line asks for. A plain value.
struct ConsoleOptions
{
    enum class Place
    {
        Database, // a server that exists
        Embedded, // the private cluster of this computer
        Demo,
    };

    Place place = Place::Embedded;
    ConnectionSettings database; // of Place::Database
    QString folder;              // of Place::Embedded; empty: the default
    QString page;                // empty: the first
    ThemeMode theme = ThemeMode::System;
    QLocale locale; // of texts, dates and amounts
    bool reportReady = false;
};

// Options, or what to print and how to exit instead.
struct CommandLine
{
    std::optional<ConsoleOptions> options;
    QString text;
    int exitCode = 0; // 0: --help and --version, 2: wrong usage
};

// arguments: without the program's name. databaseUrl: what the environment names, may be empty.
CommandLine readConsoleOptions(const QStringList &arguments, const QString &databaseUrl);

} // namespace Orion
