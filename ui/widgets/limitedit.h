#pragma once

#include "models/domain/limits.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace Orion
{

// A limit: a whole number, or the checkbox "Unlimited". Unlimited is said, never an empty field.
class LimitEdit : public QWidget
{
    Q_OBJECT

public:
    explicit LimitEdit(QWidget *parent = nullptr);

    void setLimit(const Limit &limit);
    Limit limit() const; // of the last input that was right
    QString problem() const;

    QLineEdit *numberField() const { return m_number; }
    QCheckBox *unlimitedBox() const { return m_unlimited; }

Q_SIGNALS:
    void edited();

private:
    void showUnlimited(bool unlimited);
    std::optional<qint64> number() const;

    QLineEdit *m_number;
    QCheckBox *m_unlimited;
    qint64 m_last = 0; // shown again when unlimited is taken back
};

} // namespace Orion
