#include "ui/widgets/limitedit.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>

#include <limits>

namespace Orion
{

namespace
{

constexpr qint64 largest = std::numeric_limits<qint32>::max(); // the column's type

} // namespace

LimitEdit::LimitEdit(QWidget *parent)
    : QWidget(parent)
    , m_number(new QLineEdit(this))
    , m_unlimited(new QCheckBox(tr("Unlimited"), this))
{
    m_number->setAlignment(Qt::AlignRight);
    m_number->setFixedWidth(140);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    layout->addWidget(m_number);
    layout->addWidget(m_unlimited);
    layout->addStretch();
    setFocusProxy(m_number);

    connect(m_number, &QLineEdit::textEdited, this, [this] {
        if (const auto value = number())
            m_last = *value;
        Q_EMIT edited();
    });
    connect(m_unlimited, &QCheckBox::clicked, this, [this](bool checked) {
        showUnlimited(checked);
        if (!checked) {
            m_number->setFocus();
            m_number->selectAll();
        }
        Q_EMIT edited();
    });
}

void LimitEdit::setLimit(const Limit &limit)
{
    if (limit)
        m_last = *limit;
    m_unlimited->setChecked(!limit);
    showUnlimited(!limit);
}

void LimitEdit::showUnlimited(bool unlimited)
{
    m_number->setEnabled(!unlimited);
    m_number->setText(unlimited ? QString() : QLocale().toString(m_last));
    m_number->setPlaceholderText(unlimited ? QStringLiteral("∞") : QString());
}

std::optional<qint64> LimitEdit::number() const
{
    bool right = false;
    QString text = m_number->text().trimmed();
    text.remove(QLocale().groupSeparator()).remove(QChar::Nbsp).remove(u' ');
    const qint64 value = text.toLongLong(&right);
    if (!right || value < 0 || value > largest)
        return std::nullopt;
    return value;
}

Limit LimitEdit::limit() const
{
    if (m_unlimited->isChecked())
        return std::nullopt;
    return number().value_or(m_last);
}

QString LimitEdit::problem() const
{
    if (m_unlimited->isChecked() || number())
        return {};
    return tr("Enter a whole number from 0 to %1, or choose Unlimited.")
        .arg(QLocale().toString(largest));
}

} // namespace Orion
