#pragma once

#include <QStringList>
#include <QtGlobal>

#include <chrono>
#include <optional>

namespace Orion::Sandbox
{

struct Options
{
    quint16 port = 0; // 0 takes a free one
    QString listen;
    QString publicUrl; // empty: from the address
    QString webhookUrl;
    QString webhookSecret;
    QString seedFile;
    std::optional<quint64> seedNumber;
    int rateLimit = 0; // calls a second; 0 is no limit
    bool unpaidAfterRetries = false;
    bool live = false;
    std::chrono::milliseconds liveInterval{2'000};
};

// What the command line asks for: options to run with, or a text and an exit status to end with.
struct CommandLine
{
    std::optional<Options> options;
    QString text; // help or version on standard output, else the error on standard error
    int exitCode = 0;
};

CommandLine readCommandLine(const QStringList &arguments);

} // namespace Orion::Sandbox
