#include "models/domain/currency.h"

#include <QSet>

namespace Orion::Currency
{

namespace
{

const QSet<QString> &withoutMinorUnit()
{
    static const QSet<QString> codes{
        QStringLiteral("bif"), QStringLiteral("clp"), QStringLiteral("djf"), QStringLiteral("gnf"),
        QStringLiteral("jpy"), QStringLiteral("kmf"), QStringLiteral("krw"), QStringLiteral("mga"),
        QStringLiteral("pyg"), QStringLiteral("rwf"), QStringLiteral("vnd"), QStringLiteral("vuv"),
        QStringLiteral("xaf"), QStringLiteral("xof"), QStringLiteral("xpf")};
    return codes;
}

const QSet<QString> &withThreeDecimals()
{
    static const QSet<QString> codes{QStringLiteral("bhd"), QStringLiteral("jod"),
                                     QStringLiteral("kwd"), QStringLiteral("omr"),
                                     QStringLiteral("tnd")};
    return codes;
}

const QSet<QString> &writtenInHundredthsAllTheSame()
{
    static const QSet<QString> codes{QStringLiteral("isk"), QStringLiteral("ugx")};
    return codes;
}

} // namespace

bool isValidCode(const QString &code)
{
    return code.size() == 3 && std::all_of(code.begin(), code.end(), [](QChar letter) {
               return letter >= u'a' && letter <= u'z';
           });
}

int displayDigits(const QString &code)
{
    if (writtenInHundredthsAllTheSame().contains(code))
        return 0;
    return minorUnitDigits(code);
}

int minorUnitDigits(const QString &code)
{
    if (withoutMinorUnit().contains(code))
        return 0;
    if (withThreeDecimals().contains(code))
        return 3;
    return 2;
}

QStringList codesWithoutHundredths()
{
    QStringList codes = withoutMinorUnit().values() + withThreeDecimals().values();
    codes.sort();
    return codes;
}

} // namespace Orion::Currency
