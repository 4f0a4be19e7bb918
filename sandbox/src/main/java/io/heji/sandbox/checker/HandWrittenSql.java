package io.heji.sandbox.checker;

/**
 * Four statements, each written by hand for one kind of schema. Each gives a row a customer:
 * identity as stored; then outstanding principal, credit limit, overdue amount, due in 30 days
 * (fen); active loans, lender, opened 30 and 90 days, overdue 1–30, 31–60 and over 60 days,
 * applications in 7, 30 and 90 days. The one parameter, given as {@code :day}, is the day of the
 * question.
 */
final class HandWrittenSql {
  private static final String DECIMAL =
      """
      select u.id_card_no,
             coalesce(sum(ceil(greatest(l.principal_yuan, 0) * 100)) filter (where l.state = 'A'), 0)::bigint,
             coalesce(sum(ceil(greatest(l.limit_yuan, 0) * 100)) filter (where l.state = 'A'), 0)::bigint,
             coalesce(sum(ceil(greatest(l.overdue_yuan, 0) * 100)) filter (where l.state = 'A'), 0)::bigint,
             coalesce(sum(ceil(greatest(l.next_due_yuan, 0) * 100))
                        filter (where l.state = 'A' and l.next_due_on between date ':day' and date ':day' + 29), 0)::bigint,
             count(l.loan_no) filter (where l.state = 'A'),
             least(1, count(l.loan_no) filter (where l.state = 'A')),
             count(l.loan_no) filter (where l.opened_on between date ':day' - 29 and date ':day'),
             count(l.loan_no) filter (where l.opened_on between date ':day' - 89 and date ':day'),
             count(l.loan_no) filter (where l.state = 'A' and l.dpd between 1 and 30),
             count(l.loan_no) filter (where l.state = 'A' and l.dpd between 31 and 60),
             count(l.loan_no) filter (where l.state = 'A' and l.dpd > 60),
             (select count(*) from loan_applications a where a.user_id = u.user_id and a.applied_on between date ':day' - 6 and date ':day'),
             (select count(*) from loan_applications a where a.user_id = u.user_id and a.applied_on between date ':day' - 29 and date ':day'),
             (select count(*) from loan_applications a where a.user_id = u.user_id and a.applied_on between date ':day' - 89 and date ':day')
        from users u left join loan_accounts l on l.user_id = u.user_id
       group by u.user_id, u.id_card_no
      """;

  private static final String FEN =
      """
      with line as (
        select cust_no, status_code, greatest(bal_fen, 0) as bal, greatest(line_fen, 0) as lim, greatest(past_due_fen, 0) as late, past_due_days,
               (to_timestamp(due_ts) at time zone 'Asia/Shanghai')::date as due_on, due_fen,
               (to_timestamp(open_ts) at time zone 'Asia/Shanghai')::date as opened
          from credit_line),
      applied as (
        select cust_no, (to_timestamp(apply_ts) at time zone 'Asia/Shanghai')::date as on_day from apply_record)
      select c.cert_no,
             coalesce((select sum(bal) from line l where l.cust_no = c.cust_no and status_code = 10), 0)::bigint,
             coalesce((select sum(lim) from line l where l.cust_no = c.cust_no and status_code = 10), 0)::bigint,
             coalesce((select sum(late) from line l where l.cust_no = c.cust_no and status_code = 10), 0)::bigint,
             coalesce((select sum(due_fen) from line l where l.cust_no = c.cust_no and status_code = 10
                        and due_on >= date ':day' and due_on < date ':day' + 30), 0)::bigint,
             (select count(*) from line l where l.cust_no = c.cust_no and status_code = 10),
             (select count(*) from (select 1 from line l where l.cust_no = c.cust_no and status_code = 10 limit 1) one),
             (select count(*) from line l where l.cust_no = c.cust_no and opened > date ':day' - 30 and opened <= date ':day'),
             (select count(*) from line l where l.cust_no = c.cust_no and opened > date ':day' - 90 and opened <= date ':day'),
             (select count(*) from line l where l.cust_no = c.cust_no and status_code = 10 and past_due_days >= 1 and past_due_days <= 30),
             (select count(*) from line l where l.cust_no = c.cust_no and status_code = 10 and past_due_days >= 31 and past_due_days <= 60),
             (select count(*) from line l where l.cust_no = c.cust_no and status_code = 10 and past_due_days >= 61),
             (select count(*) from applied a where a.cust_no = c.cust_no and on_day > date ':day' - 7 and on_day <= date ':day'),
             (select count(*) from applied a where a.cust_no = c.cust_no and on_day > date ':day' - 30 and on_day <= date ':day'),
             (select count(*) from applied a where a.cust_no = c.cust_no and on_day > date ':day' - 90 and on_day <= date ':day')
        from customer c
      """;

  private static final String JOINED =
      """
      with loan as (
        select a.member_id, a.lifecycle, (a.opened at time zone 'Asia/Shanghai')::date as opened, b.outstanding, b.ceiling, p.arrears, p.arrears_days,
               to_date(p.next_on, 'YYYYMMDD') as next_on, p.next_amount
          from account a join account_balance b on b.account_id = a.id join repayment_plan p on p.account_id = a.id)
      select m.national_id,
             coalesce(sum(case when l.lifecycle = 'open' and l.outstanding > 0 then round(l.outstanding * 100) end), 0)::bigint,
             coalesce(sum(case when l.lifecycle = 'open' then round(l.ceiling * 100) end), 0)::bigint,
             coalesce(sum(case when l.lifecycle = 'open' then round(l.arrears * 100) end), 0)::bigint,
             coalesce(sum(case when l.lifecycle = 'open' and l.next_on - date ':day' between 0 and 29 then round(l.next_amount * 100) end), 0)::bigint,
             count(case when l.lifecycle = 'open' then 1 end),
             max(case when l.lifecycle = 'open' then 1 else 0 end),
             count(case when date ':day' - l.opened between 0 and 29 then 1 end),
             count(case when date ':day' - l.opened between 0 and 89 then 1 end),
             count(case when l.lifecycle = 'open' and l.arrears_days between 1 and 30 then 1 end),
             count(case when l.lifecycle = 'open' and l.arrears_days between 31 and 60 then 1 end),
             count(case when l.lifecycle = 'open' and l.arrears_days >= 61 then 1 end),
             (select count(*) from request_log r where r.member_id = m.id and date ':day' - (r.requested_at at time zone 'Asia/Shanghai')::date between 0 and 6),
             (select count(*) from request_log r where r.member_id = m.id and date ':day' - (r.requested_at at time zone 'Asia/Shanghai')::date between 0 and 29),
             (select count(*) from request_log r where r.member_id = m.id and date ':day' - (r.requested_at at time zone 'Asia/Shanghai')::date between 0 and 89)
        from member m left join loan l on l.member_id = m.id
       group by m.id, m.national_id
      """;

  private static final String QUOTED =
      """
      with own as (
        select "Client Key" as client, "Stage" = '正常' as live, greatest("Owed", 0) * 100 as owed, "Limit" * 100 as lim, "Late" * 100 as late, "LateDays" as days,
               to_date("DueDay"::text, 'YYYYMMDD') as due, "DueOwed" * 100 as due_owed, to_date("StartDay"::text, 'YYYYMMDD') as start
          from "Facility" where "Role" = 'lead'),
      asked as (select "Client Key" as client, to_date("Day"::text, 'YYYYMMDD') as on_day from "Enquiry")
      select c."IdNumber",
             coalesce(sum(owed) filter (where live), 0)::bigint,
             coalesce(sum(lim) filter (where live), 0)::bigint,
             coalesce(sum(late) filter (where live), 0)::bigint,
             coalesce(sum(due_owed) filter (where live and due between date ':day' and date ':day' + 29), 0)::bigint,
             count(*) filter (where live),
             coalesce(bool_or(live), false)::int,
             count(*) filter (where start between date ':day' - 29 and date ':day'),
             count(*) filter (where start between date ':day' - 89 and date ':day'),
             count(*) filter (where live and days between 1 and 30),
             count(*) filter (where live and days between 31 and 60),
             count(*) filter (where live and days > 60),
             (select count(*) from asked a where a.client = c."Client Key" and a.on_day between date ':day' - 6 and date ':day'),
             (select count(*) from asked a where a.client = c."Client Key" and a.on_day between date ':day' - 29 and date ':day'),
             (select count(*) from asked a where a.client = c."Client Key" and a.on_day between date ':day' - 89 and date ':day')
        from "Client" c left join own o on o.client = c."Client Key"
       group by c."Client Key", c."IdNumber"
      """;

  private HandWrittenSql() {}

  /** The statement for a kind of schema. */
  static String ofKind(int kind) {
    return switch (kind) {
      case 0 -> DECIMAL;
      case 1 -> FEN;
      case 2 -> JOINED;
      case 3 -> QUOTED;
      default -> throw new IllegalArgumentException("no schema of kind " + kind);
    };
  }
}
