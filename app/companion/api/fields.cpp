#include "app/companion/api/fields.h"

#include <QRegularExpression>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double largestExact = 9'007'199'254'740'992; // whole numbers up to here are exact

// What a client wrote, short enough to repeat to it.
QString shown(const QString &name)
{
    return name.size() <= 40 ? name : name.left(40) + QStringLiteral("…");
}

} // namespace

QString Fields::text(const QString &name, int longest)
{
    return readText(name, longest, true).value_or(QString());
}

std::optional<QString> Fields::optionalText(const QString &name, int longest)
{
    return readText(name, longest, false);
}

bool Fields::boolean(const QString &name)
{
    return readBoolean(name, true).value_or(false);
}

std::optional<bool> Fields::optionalBoolean(const QString &name)
{
    return readBoolean(name, false);
}

qint64 Fields::integer(const QString &name, qint64 smallest, qint64 largest)
{
    return readInteger(name, smallest, largest, true).value_or(0);
}

std::optional<qint64> Fields::optionalInteger(const QString &name, qint64 smallest, qint64 largest)
{
    return readInteger(name, smallest, largest, false);
}

std::optional<QDateTime> Fields::optionalTime(const QString &name)
{
    const auto value = member(name, false);
    if (!value)
        return std::nullopt;
    // With a zone: a time without one could be anybody's.
    static const QRegularExpression rfc3339(
        QStringLiteral("\\A\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"
                       "([Zz]|[+-]\\d\\d:\\d\\d)\\z"));
    const QString text = value->toString().toUpper();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
    if (rfc3339.match(text).hasMatch() && time.isValid())
        return time;
    refuse(name, QStringLiteral("a time as in RFC 3339, such as 2026-11-01T08:30:00Z"));
    return std::nullopt;
}

std::optional<double> Fields::optionalNumber(const QString &name, double smallest, double largest)
{
    const auto value = member(name, false);
    if (!value)
        return std::nullopt;
    const double number = value->toDouble();
    if (value->isDouble() && number >= smallest && number <= largest)
        return number;
    refuse(name, QStringLiteral("a number from %1 to %2")
                     .arg(smallest, 0, 'g', 12)
                     .arg(largest, 0, 'g', 12));
    return std::nullopt;
}

Result<void> Fields::check() const
{
    QStringList problems = m_problems;
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_asked.contains(it.key()))
            problems.append(
                QStringLiteral("\"%1\" is not a field of this request.").arg(shown(it.key())));
    }
    if (problems.isEmpty())
        return {};
    return fail(ErrorCode::InvalidArgument, problems.mid(0, 5).join(u' '));
}

std::optional<QJsonValue> Fields::member(const QString &name, bool required)
{
    m_asked.insert(name);
    const QJsonValue value = m_object.value(name);
    if (!value.isUndefined() && !value.isNull())
        return value;
    if (required)
        m_problems.append(QStringLiteral("\"%1\" is missing.").arg(name));
    return std::nullopt;
}

void Fields::refuse(const QString &name, const QString &what)
{
    m_problems.append(QStringLiteral("\"%1\" has to be %2.").arg(name, what));
}

std::optional<QString> Fields::readText(const QString &name, int longest, bool required)
{
    const auto value = member(name, required);
    if (!value)
        return std::nullopt;
    QString text = value->toString();
    // PostgreSQL's texts hold no NUL.
    if (value->isString() && text.size() <= longest && !text.contains(QChar(0)) &&
        !(required && text.trimmed().isEmpty()))
        return text;
    refuse(name, QStringLiteral("a text of %1%2 characters")
                     .arg(required ? QStringLiteral("1 to ") : QStringLiteral("at most "))
                     .arg(longest));
    return std::nullopt;
}

std::optional<qint64> Fields::readInteger(const QString &name, qint64 smallest, qint64 largest,
                                          bool required)
{
    const auto value = member(name, required);
    if (!value)
        return std::nullopt;
    const double number = value->toDouble();
    if (value->isDouble() && std::abs(number) <= largestExact && number == std::floor(number) &&
        qint64(number) >= smallest && qint64(number) <= largest)
        return qint64(number);
    refuse(name, QStringLiteral("a whole number from %1 to %2").arg(smallest).arg(largest));
    return std::nullopt;
}

std::optional<bool> Fields::readBoolean(const QString &name, bool required)
{
    const auto value = member(name, required);
    if (!value)
        return std::nullopt;
    if (value->isBool())
        return value->toBool();
    refuse(name, QStringLiteral("true or false"));
    return std::nullopt;
}

} // namespace Orion
