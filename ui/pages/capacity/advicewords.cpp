#include "ui/pages/capacity/advicewords.h"

#include "ui/pages/capacity/capacitywords.h"
#include "ui/shell/pagekeys.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("AdviceWords", text);
}

// What services fill in: times and days as in ISO 8601, numbers as in English.
const QRegularExpression &filledIn()
{
    static const QRegularExpression expression(
        QStringLiteral("\\b(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)"
                       "|\\b(?<day>\\d{4}-\\d\\d-\\d\\d)\\b"
                       "|\\b(?<grouped>\\d{1,3}(?:,\\d{3})+)\\b"
                       "|\\b(?<percent>\\d+(?:\\.\\d+)?)%"));
    return expression;
}

QString localised(const QRegularExpressionMatch &match)
{
    if (const QString time = match.captured(QStringLiteral("time")); !time.isEmpty()) {
        const QDateTime utc = QDateTime::fromString(time, Qt::ISODate);
        return Formats::shortDateTime(utc) + u' ' + Formats::zone(utc);
    }
    if (const QString day = match.captured(QStringLiteral("day")); !day.isEmpty())
        return CapacityWords::day(QDate::fromString(day, Qt::ISODate));
    if (QString grouped = match.captured(QStringLiteral("grouped")); !grouped.isEmpty())
        return QLocale().toString(grouped.remove(u',').toLongLong());
    const QString percent = match.captured(QStringLiteral("percent"));
    return CapacityWords::percent(percent.toDouble(), percent.contains(u'.') ? 1 : 0);
}

} // namespace

AdviceTarget targetOf(const Recommendation &advice)
{
    switch (advice.place) {
    case ActionPlace::Vendors:
        return advice.tierCode.isEmpty()
                   ? AdviceTarget{QStringLiteral("vendors"),
                                  {},
                                  words(QT_TRANSLATE_NOOP("AdviceWords", "Show vendors"))}
                   : AdviceTarget{QStringLiteral("vendors"), PageKeys::ofTier(advice.tierCode),
                                  words(QT_TRANSLATE_NOOP("AdviceWords", "Show these vendors"))};
    case ActionPlace::Tiers:
        return {QStringLiteral("tiers"), advice.tierCode,
                words(QT_TRANSLATE_NOOP("AdviceWords", "Show tiers"))};
    case ActionPlace::Webhooks:
        return {QStringLiteral("webhooks"),
                advice.subject.isEmpty() ? QString() : PageKeys::ofStatus(advice.subject),
                words(QT_TRANSLATE_NOOP("AdviceWords", "Show these events"))};
    case ActionPlace::Jobs:
        return {QStringLiteral("jobs"), advice.subject,
                words(QT_TRANSLATE_NOOP("AdviceWords", "Show the job"))};
    case ActionPlace::Infrastructure:
        break;
    }
    return {{}, {}, words(QT_TRANSLATE_NOOP("AdviceWords", "Show the scaling table"))};
}

QString shownAdvice(const QString &sentence)
{
    const QString text = ServiceTexts::shown(sentence);
    QString shown;
    qsizetype from = 0;
    for (const auto &match : filledIn().globalMatch(text)) {
        shown += text.sliced(from, match.capturedStart() - from);
        shown += localised(match);
        from = match.capturedEnd();
    }
    return shown + text.sliced(from);
}

} // namespace Orion
