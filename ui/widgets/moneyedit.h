#pragma once

#include <QLineEdit>

#include <optional>

namespace Orion
{

// An amount as people write it in the program's locale, with the currency at its end. Empty means
// no amount.
class MoneyEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit MoneyEdit(QWidget *parent = nullptr);

    void setCurrency(const QString &code);
    void setAmount(std::optional<qint64> minorUnits);
    std::optional<qint64> amount() const { return m_amount; } // of the last text that was right
    QString problem() const { return m_problem; } // empty: the text is an amount, or empty

Q_SIGNALS:
    void edited(); // by the person; ask amount() and problem()

protected:
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void read();
    QString plainText() const;

    QString m_currency = QStringLiteral("eur");
    std::optional<qint64> m_amount;
    QString m_problem;
};

} // namespace Orion
