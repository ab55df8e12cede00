#pragma once

#include <QWidget>

class QLabel;

namespace Orion
{

// A labelled field with what is wrong with it, or a hint, right below.
class FormField : public QWidget
{
    Q_OBJECT

public:
    FormField(const QString &label, QWidget *field, QWidget *parent = nullptr);

    void setProblem(const QString &text); // empty: the field is right
    void setHint(const QString &text);    // shown while there is no problem
    void setHintTone(const char *tone);   // "muted" unless told
    QString problem() const { return m_problem; }
    QString hint() const { return m_hint; }

private:
    void updateNote();

    QWidget *m_field;
    QLabel *m_note;
    QString m_problem;
    QString m_hint;
    QByteArray m_hintTone = "muted";
};

} // namespace Orion
