#include "services/platform/logging.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>

#include <unistd.h>

namespace Orion
{

namespace
{

// Qt's message handler is a plain function, so its one setting has to live here.
std::atomic<LogFormat> installedFormat = LogFormat::Text;

QLatin1String levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return QLatin1String("debug");
    case QtInfoMsg:
        return QLatin1String("info");
    case QtWarningMsg:
        return QLatin1String("warning");
    case QtCriticalMsg:
        return QLatin1String("error");
    case QtFatalMsg:
        return QLatin1String("fatal");
    }
    return QLatin1String("info");
}

// Control characters would let a caller forge lines or speak to the terminal.
QString oneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            line += QLatin1String("\\n");
        else if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
                 c == QChar::ParagraphSeparator)
            line += u' ';
        else
            line += c;
    }
    return line;
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = logLine(installedFormat, type, QString::fromUtf8(context.category),
                                    message, QDateTime::currentDateTimeUtc());
    // One write a line: stdio locks the stream for its duration, so that threads never mix.
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
    std::fflush(stderr);
}

} // namespace

LogFormat logFormatOf(const Configuration &configuration)
{
    return configuration.logFormat.value_or(isatty(STDERR_FILENO) ? LogFormat::Text
                                                                  : LogFormat::Json);
}

void installLogging(LogFormat format)
{
    installedFormat = format;
    qInstallMessageHandler(&writeMessage);
}

QString redacted(const QString &text)
{
    struct Rule
    {
        QRegularExpression pattern;
        QString replacement;
    };
    static const Rule rules[] = {
        {QRegularExpression(QStringLiteral("(?<![A-Za-z0-9])(sk|rk|whsec)_[A-Za-z0-9_+/=-]+")),
         QStringLiteral("\\1_[redacted]")},
        {QRegularExpression(QStringLiteral("\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]+"),
                            QRegularExpression::CaseInsensitiveOption),
         QStringLiteral("\\1 [redacted]")},
        {QRegularExpression(
             QStringLiteral("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*")),
         QStringLiteral("[redacted token]")},
        // Up to the last @: a password that should have been encoded may hold one, or a slash.
        {QRegularExpression(QStringLiteral("(://[^\\s:@/]*):\\S*@")),
         QStringLiteral("\\1:[redacted]@")},
        {QRegularExpression(
             QStringLiteral("(\\w*password)(\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|[^\\s&'\"]+)"),
             QRegularExpression::CaseInsensitiveOption),
         QStringLiteral("\\1\\2[redacted]")},
    };
    QString clean = text;
    for (const Rule &rule : rules)
        clean.replace(rule.pattern, rule.replacement);
    return clean;
}

QByteArray logLine(LogFormat format, QtMsgType type, const QString &category,
                   const QString &message, const QDateTime &time)
{
    const QString stamp = time.toUTC().toString(Qt::ISODateWithMs);
    const QString text = oneLine(redacted(message));
    if (format == LogFormat::Json) {
        const QJsonObject entry{{QStringLiteral("time"), stamp},
                                {QStringLiteral("level"), levelName(type)},
                                {QStringLiteral("category"), category},
                                {QStringLiteral("message"), text}};
        return QJsonDocument(entry).toJson(QJsonDocument::Compact) + '\n';
    }
    return QStringLiteral("%1 %2 %3: %4\n")
        .arg(stamp, levelName(type).toString().leftJustified(7), category, text)
        .toUtf8();
}

} // namespace Orion
