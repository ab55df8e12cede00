#pragma once

#include <QMap>
#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace Orion
{

// Which features are included: a box for each known one, and a line to add another.
class FeatureEdit : public QWidget
{
    Q_OBJECT

public:
    explicit FeatureEdit(QWidget *parent = nullptr);

    void setFeatures(const QStringList &known, const QStringList &included);
    QStringList features() const; // in the order they were given, new ones last
    QLineEdit *entry() const { return m_entry; }

    static QString title(const QString &feature); // "priority_support": "Priority support"

Q_SIGNALS:
    void edited();

private:
    void add(const QString &feature, bool included);
    void addTyped();

    QGridLayout *m_grid;
    QLineEdit *m_entry;
    QPushButton *m_add;
    QStringList m_order;
    QMap<QString, QCheckBox *> m_boxes;
};

} // namespace Orion
