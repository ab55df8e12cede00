#include "models/domain/money.h"

#include "models/domain/currency.h"

#include <QRegularExpression>

#include <array>
#include <limits>

namespace Orion
{

namespace
{

qint64 powerOfTen(int exponent)
{
    qint64 value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

// The symbol that people expect; other currencies show their code.
QString symbolOf(const QString &currency)
{
    static const QHash<QString, QString> symbols{{QStringLiteral("eur"), QStringLiteral("€")},
                                                 {QStringLiteral("usd"), QStringLiteral("$")},
                                                 {QStringLiteral("gbp"), QStringLiteral("£")},
                                                 {QStringLiteral("jpy"), QStringLiteral("¥")},
                                                 {QStringLiteral("chf"), QStringLiteral("CHF")}};
    return symbols.value(currency, currency.toUpper());
}

struct Digits
{
    quint64 whole;
    QString fraction; // exactly as many digits as are shown
    bool negative;
};

Digits split(const Money &money, int shown)
{
    const bool negative = money.amount < 0;
    // Negating in unsigned arithmetic keeps the smallest number right.
    const auto magnitude = negative ? quint64(0) - quint64(money.amount) : quint64(money.amount);
    const auto unit = quint64(powerOfTen(Currency::minorUnitDigits(money.currency)));
    const QString fraction =
        shown == 0 ? QString()
                   : QStringLiteral("%1").arg(magnitude % unit, shown, 10, QLatin1Char('0'));
    return {magnitude / unit, fraction, negative};
}

} // namespace

QString Money::toString(const QLocale &locale) const
{
    const Digits digits = split(*this, Currency::displayDigits(currency));
    QString number = locale.toString(digits.whole);
    if (!digits.fraction.isEmpty())
        number += locale.decimalPoint() + digits.fraction;

    // Qt knows where the locale puts a symbol; a sample shows it.
    const QString sample = locale.toCurrencyString(qlonglong(1), QStringLiteral("¤"));
    const bool symbolFirst = sample.startsWith(QStringLiteral("¤"));
    const QString symbol = symbolOf(currency);
    const QString sign = digits.negative ? QStringLiteral("\u2212") : QString();
    const QString space = QString(QChar::Nbsp);
    if (symbolFirst) {
        const bool letters = symbol.size() > 1;
        return sign + symbol + (letters ? space : QString()) + number;
    }
    return sign + number + space + symbol;
}

QString Money::toPlainString() const
{
    const Digits digits = split(*this, Currency::minorUnitDigits(currency));
    QString text = QString::number(digits.whole);
    if (!digits.fraction.isEmpty())
        text += u'.' + digits.fraction;
    return digits.negative ? u'-' + text : text;
}

Result<Money> Money::parse(const QString &text, const QString &currency, const QLocale &locale)
{
    QString digits = text.trimmed();
    digits.remove(symbolOf(currency)).remove(currency.toUpper());
    digits.remove(locale.groupSeparator()).remove(QChar::Nbsp).remove(u'\u202f').remove(u' ');
    digits.replace(locale.decimalPoint(), QStringLiteral("."));
    digits.replace(u'\u2212', u'-');

    static const QRegularExpression form(QStringLiteral("^(-?)([0-9]{1,15})(?:\\.([0-9]*))?$"));
    const auto match = form.match(digits);
    if (!match.hasMatch())
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("Enter an amount such as %1.").arg(locale.toString(49.0, 'f', 2)));
    const int decimals = Currency::minorUnitDigits(currency);
    const QString fraction = match.captured(3);
    if (fraction.size() > Currency::displayDigits(currency))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("%1 amounts have at most %2 decimal places.")
                        .arg(currency.toUpper())
                        .arg(Currency::displayDigits(currency)));
    const qint64 whole = match.captured(2).toLongLong();
    if (whole > std::numeric_limits<qint64>::max() / powerOfTen(decimals) - 1)
        return fail(ErrorCode::InvalidArgument, QStringLiteral("This amount is too large."));
    const qint64 part = fraction.leftJustified(decimals, u'0').toLongLong();
    const qint64 amount = whole * powerOfTen(decimals) + part;
    return Money{match.captured(1).isEmpty() ? amount : -amount, currency};
}

Result<Money> add(const Money &left, const Money &right)
{
    if (left.currency != right.currency)
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1 and %2 cannot be added.").arg(left.currency, right.currency));
    qint64 sum = 0;
    if (__builtin_add_overflow(left.amount, right.amount, &sum))
        return fail(ErrorCode::InvalidArgument, QStringLiteral("The sum is too large."));
    return Money{sum, left.currency};
}

} // namespace Orion
