#include "ui/widgets/moneyedit.h"

#include "models/domain/money.h"
#include "ui/widgets/servicetexts.h"

#include <QLocale>
#include <QPainter>

namespace Orion
{

MoneyEdit::MoneyEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setAlignment(Qt::AlignRight);
    setPlaceholderText(tr("no price"));
    setTextMargins(0, 0, 36, 0);
    connect(this, &QLineEdit::textEdited, this, [this] {
        read();
        Q_EMIT edited();
    });
}

void MoneyEdit::setCurrency(const QString &code)
{
    if (m_currency == code)
        return;
    m_currency = code;
    read();
    update();
}

void MoneyEdit::setAmount(std::optional<qint64> minorUnits)
{
    m_amount = minorUnits;
    m_problem.clear();
    setText(plainText());
}

// "1.234,50" in German: the locale's digits without the symbol, which stands beside them.
QString MoneyEdit::plainText() const
{
    if (!m_amount)
        return {};
    const QLocale locale;
    const QString plain = Money{*m_amount, m_currency}.toPlainString();
    const qsizetype point = plain.indexOf(u'.');
    const QString whole = locale.toString(plain.left(point).toLongLong());
    return point < 0 ? whole : whole + locale.decimalPoint() + plain.mid(point + 1);
}

void MoneyEdit::read()
{
    m_problem.clear();
    if (text().trimmed().isEmpty()) {
        m_amount.reset();
        return;
    }
    const auto money = Money::parse(text(), m_currency, QLocale());
    if (!money) {
        m_problem = ServiceTexts::shown(money.error().message);
    } else if (money->amount < 0) {
        m_problem = tr("A price cannot be negative.");
    } else {
        m_amount = money->amount;
    }
}

void MoneyEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (m_problem.isEmpty())
        setText(plainText());
}

void MoneyEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect().adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter,
                     m_currency.toUpper());
}

} // namespace Orion
