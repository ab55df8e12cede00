#pragma once

#include "services/platform/configuration.h"

#include <QDateTime>
#include <QLoggingCategory>

namespace Orion
{

// Text on a terminal, else JSON, unless the configuration says otherwise.
LogFormat logFormatOf(const Configuration &configuration);

// From now on every qCInfo(), qCWarning() … of the process becomes one line on standard error, in
// UTC and without secrets. Call it once, early in main. Safe from any thread.
void installLogging(LogFormat format);

// The text without what must not be in a log: Stripe keys, signing secrets, bearer tokens,
// passwords in addresses and conninfo.
QString redacted(const QString &text);

// One entry as it is written, with the newline at its end.
QByteArray logLine(LogFormat format, QtMsgType type, const QString &category,
                   const QString &message, const QDateTime &time);

} // namespace Orion
