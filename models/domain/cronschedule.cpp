#include "models/domain/cronschedule.h"

namespace Orion
{

namespace
{

// 29 February on a given day of the week comes again after 40 years at most, where a century
// without a leap day lies between.
constexpr int mostDays = 41 * 366;

struct FieldKind
{
    const char *name;
    int smallest;
    int largest;
    QStringList names = {}; // of the values from the smallest on
};

const FieldKind minuteKind{"minute", 0, 59};
const FieldKind hourKind{"hour", 0, 23};
const FieldKind dayKind{"day of the month", 1, 31};

const FieldKind &monthKind()
{
    static const FieldKind kind{
        "month", 1, 12,
        QStringLiteral("jan feb mar apr may jun jul aug sep oct nov dec").split(u' ')};
    return kind;
}

const FieldKind &weekdayKind() // Sunday is 0 and 7
{
    static const FieldKind kind{"day of the week", 0, 7,
                                QStringLiteral("sun mon tue wed thu fri sat").split(u' ')};
    return kind;
}

// Digits only: QString::toInt() takes signs, too.
std::optional<int> numberOf(const QString &text)
{
    if (text.isEmpty() || text.size() > 4)
        return std::nullopt;
    int number = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        number = number * 10 + (c.unicode() - u'0');
    }
    return number;
}

} // namespace

// Reads one field.
class CronField
{
public:
    CronField(const FieldKind &kind, const QString &text)
        : m_kind(kind)
        , m_text(text)
    {}

    Result<CronSchedule::Field> read() const
    {
        CronSchedule::Field field;
        field.isOpen = m_text.startsWith(u'*');
        const QStringList parts = m_text.split(u',');
        for (const QString &part : parts) {
            const auto values = readPart(part);
            if (!values)
                return fail(values.error());
            field.values |= *values;
        }
        return field;
    }

private:
    Result<quint64> readPart(const QString &part) const
    {
        const QStringList halves = part.split(u'/');
        const QStringList ends = halves.first().split(u'-');
        if (halves.size() > 2 || ends.size() > 2)
            return refuse(part);
        int first = m_kind.smallest;
        int last = m_kind.largest;
        if (halves.first() != QLatin1String("*")) {
            const auto from = valueOf(ends.first());
            const auto to = ends.size() == 2 ? endOf(ends.last()) : from;
            if (!from || !to || *to < *from || (halves.size() == 2 && ends.size() == 1))
                return refuse(part);
            first = *from;
            last = *to;
        }
        const auto step = halves.size() == 2 ? numberOf(halves.last()) : 1;
        if (!step || *step < 1 || *step > m_kind.largest)
            return refuse(part);
        quint64 values = 0;
        for (int value = first; value <= last; value += *step)
            values |= quint64(1) << (isWeekday() ? value % 7 : value);
        return values;
    }

    bool isWeekday() const { return &m_kind == &weekdayKind(); }

    std::optional<int> valueOf(const QString &text) const
    {
        const qsizetype named = m_kind.names.indexOf(text.toLower());
        if (named >= 0)
            return m_kind.smallest + int(named);
        const auto number = numberOf(text);
        if (number && *number >= m_kind.smallest && *number <= m_kind.largest)
            return number;
        return std::nullopt;
    }

    // Sunday ends the week where it ends a range: fri-sun.
    std::optional<int> endOf(const QString &text) const
    {
        const auto value = valueOf(text);
        return isWeekday() && value == 0 && numberOf(text) != 0 ? std::optional(7) : value;
    }

    tl::unexpected<Error> refuse(const QString &part) const
    {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"%1\" is no %2 of a schedule: write *, values from %3 to %4, "
                                   "ranges such as %3-%4, lists, or a step such as */2.")
                        .arg(part, QLatin1String(m_kind.name))
                        .arg(m_kind.smallest)
                        .arg(m_kind.largest));
    }

    const FieldKind &m_kind;
    const QString m_text;
};

Result<CronSchedule> CronSchedule::parse(const QString &text)
{
    CronSchedule schedule;
    schedule.m_text = text.simplified();
    const QStringList fields = schedule.m_text.split(u' ', Qt::SkipEmptyParts);
    if (fields.size() != 5)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"%1\" is no schedule of five fields: minute, hour, day of the "
                                   "month, month, day of the week.")
                        .arg(schedule.m_text));
    const std::array<std::pair<Field *, const FieldKind *>, 5> kinds{
        {{&schedule.m_minutes, &minuteKind},
         {&schedule.m_hours, &hourKind},
         {&schedule.m_days, &dayKind},
         {&schedule.m_months, &monthKind()},
         {&schedule.m_weekdays, &weekdayKind()}}};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const auto field = CronField(*kinds[i].second, fields.at(qsizetype(i))).read();
        if (!field)
            return fail(field.error());
        *kinds[i].first = *field;
    }
    if (!schedule.nextAfter(QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC)).isValid())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"%1\" never comes: no such month has such a day.")
                        .arg(schedule.m_text));
    return schedule;
}

bool CronSchedule::isDay(const QDate &day) const
{
    if (!m_months.has(day.month()))
        return false;
    const bool byMonth = m_days.has(day.day());
    const bool byWeek = m_weekdays.has(day.dayOfWeek() % 7);
    return m_days.isOpen || m_weekdays.isOpen ? byMonth && byWeek : byMonth || byWeek;
}

QTime CronSchedule::firstTime(int hour, int minute) const
{
    for (; hour < 24; ++hour, minute = 0) {
        if (!m_hours.has(hour))
            continue;
        for (; minute < 60; ++minute) {
            if (m_minutes.has(minute))
                return {hour, minute};
        }
    }
    return {};
}

QTime CronSchedule::lastTime(int hour, int minute) const
{
    for (; hour >= 0; --hour, minute = 59) {
        if (!m_hours.has(hour))
            continue;
        for (; minute >= 0; --minute) {
            if (m_minutes.has(minute))
                return {hour, minute};
        }
    }
    return {};
}

QDateTime CronSchedule::nextAfter(const QDateTime &time) const
{
    const QDateTime from = time.toUTC().addSecs(60);
    QTime earliest = from.time();
    for (int days = 0; days < mostDays; ++days, earliest = QTime(0, 0)) {
        const QDate day = from.date().addDays(days);
        if (!isDay(day))
            continue;
        const QTime found = firstTime(earliest.hour(), earliest.minute());
        if (found.isValid())
            return {day, found, Qt::UTC};
    }
    return {};
}

QDateTime CronSchedule::lastUntil(const QDateTime &time) const
{
    const QDateTime until = time.toUTC();
    QTime latest = until.time();
    for (int days = 0; days < mostDays; ++days, latest = QTime(23, 59)) {
        const QDate day = until.date().addDays(-days);
        if (!isDay(day))
            continue;
        const QTime found = lastTime(latest.hour(), latest.minute());
        if (found.isValid())
            return {day, found, Qt::UTC};
    }
    return {};
}

} // namespace Orion
